// Package optim holds optimisers for a flat vector of parameters, of first order
// (Adam, AdamW, gradient descent with momentum) and quasi-Newton (L-BFGS through
// gonum/optimize), and learning-rate schedules. Moments have the parameters' own
// type, arithmetic is float64, and every operation goes through the vector in
// order, so the same input gives the same bits; what an optimiser remembers can be
// saved and restored without losing one.
//
// It knows vectors; it must never know a loss, a network or a file.
package optim
