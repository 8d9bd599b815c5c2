// Package optim holds first-order optimisers and learning-rate schedules for a
// flat vector of parameters. Moments have the parameters' own type, arithmetic
// is float64, and every operation goes through the vector in order, so the same
// input gives the same bits.
//
// It knows vectors; it must never know a loss, a network or a file.
package optim
