// Package cli is the command line: it reads arguments, calls the compiler or a
// solver, and prints. One file holds one command.
//
// It must never know a particular system, nor any numerics: what is computed is
// decided in dsl, codegen and runtime.
package cli
