// Package mms measures the orders of accuracy of a discretised system on
// manufactured solutions (dsl/manufacture makes them): a sequence of grids, a
// sequence of steps, errors in three norms, and the slopes of their logarithms.
//
// A Solver is all that it knows of how a system is solved: the interpreter of
// programs here (New), or a generated solver in its own process. It must never
// import the runtime, nor know a particular system.
package mms
