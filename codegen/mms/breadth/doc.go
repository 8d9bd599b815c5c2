// Package breadth proves what the language can say by observed orders: every
// operator with every scheme, every kind of boundary condition, one and two
// dimensions, every scheme in time, on manufactured solutions and the interpreter.
//
// It is a test of the compiler, not a stage of it, and the one package below
// codegen that reads text. Its tables are printed by its test and by bench/breadth.
package breadth
