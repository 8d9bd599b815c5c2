//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// murder finds the solver process in /proc.
func murder(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("murder needs Linux") }
