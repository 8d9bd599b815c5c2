// Package toolchain turns generated source into a solver process: it finds the
// Go toolchain, writes a module of its own into the user's cache folder, builds
// it there once, and finds it again the next time.
//
// The module requires this one at the version in the running program's own
// build information; for a development build it is replaced by the source
// folder. Nothing is written to the user's module, and nothing of the user's
// workspace or flags changes the build.
//
// It must never know what the generated source computes.
package toolchain
