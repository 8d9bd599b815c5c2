// Package measure says how fast a generated system runs and how fast it could: it
// times each kernel on data of the system's own, and the machine that it runs on
// (how many bytes a second from each level of memory, how many fused
// multiply-adds).
//
// It must never know a particular system, how many operations a kernel should
// take (package codegen/count knows that), or what is printed. No solver links it:
// the program around one does.
package measure
