// Command verify runs `pindiffc verify` on every specification in specs/, and
// `pindiffc verify -mms` where it has an exact solution, and writes what they
// say, shortened, as a page. It ends with 1 if anything fails.
//
//	go run ./bench/verify -out bench/results/verify.md
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

func main() {
	out := flag.String("out", "", "write the page to this `file` (default standard output)")
	specs := flag.String("specs", "specs/*.pde", "`pattern` of the specifications")
	flag.Parse()
	if err := run(*specs, *out); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

var errFailed = errors.New("a check failed")

func run(pattern, out string) error {
	specs, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	if len(specs) == 0 {
		return fmt.Errorf("%s: no specifications", pattern)
	}
	c, err := command.Build()
	if err != nil {
		return err
	}
	defer c.Close()
	page, failed := &bytes.Buffer{}, false
	fmt.Fprint(page, intro)
	for _, path := range specs {
		checks, good, err := verify(c, path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		failed = failed || !good
		checks.write(page, name(path))
	}
	fmt.Fprint(page, introExact)
	for _, path := range specs {
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !strings.Contains("\n"+string(source), "\nexact {") {
			continue
		}
		table, good, err := orders(c, path)
		if err != nil {
			return fmt.Errorf("%s -mms: %w", path, err)
		}
		failed = failed || !good
		fmt.Fprintf(page, "\n%s\n\n```\n%s```\n", name(path), table)
	}
	if out == "" {
		os.Stdout.Write(page.Bytes())
	} else if err := os.WriteFile(out, page.Bytes(), 0o644); err != nil {
		return err
	}
	if failed {
		return errFailed
	}
	return nil
}

func name(path string) string { return strings.TrimSuffix(filepath.Base(path), ".pde") }
