// Package pindiffc is the module's root: it says which module this is and what
// it depends on, so that the command can build a solver anywhere.
//
// The language is in dsl, the compiler in codegen, what generated solvers link
// against in runtime, the command in cmd/pindiffc. Only the command imports
// this package; it must never import anything of the module itself.
package pindiffc

import (
	_ "embed"
	"path/filepath"
	"runtime"
)

// Module is the module path of everything here.
const Module = "github.com/pindiff/pindiffc"

// GoMod and GoSum are the module's own files, as they were when this package was built.
var (
	//go:embed go.mod
	GoMod string
	//go:embed go.sum
	GoSum string
)

// SourceDir is the folder that this package was compiled from, or "" when the
// build left paths out (-trimpath). It need not exist any more.
func SourceDir() string {
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return ""
	}
	return filepath.Dir(file)
}
