// Command pindiffc compiles a specification of a partial differential equation,
// some of whose physics is unknown, into a specialised Go solver, and checks,
// runs and trains what it made.
//
//	pindiffc specs/heat.pde          # compile to generated/heat/
//	pindiffc train specs/advdiff_steady.pde
//	pindiffc -h
//
// Everything is in internal/cli.
package main

import (
	"os"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
