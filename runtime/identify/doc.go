// Package identify says how well observations determine the numbers that a model
// was trained in: the Laplace approximation of their posterior. With residuals in
// units of their noise, J their derivative in the trained numbers theta, and a
// Gaussian prior with standard deviations S about them,
//
//	covariance of theta = (J'J + S^-2)^-1 = S (1 + A'A)^-1 S,   A = J S
//
// A number that depends on theta, with gradient g, has the variance g' cov g. Where
// there are many numbers, A'A is replaced by A'QQ'A, Q an orthonormal basis of what A
// makes of a Krylov space, grown one product with A and one with A' at a time
// (Golub and Kahan, SIAM J. Numer. Anal. 2, 1965). A'QQ'A <= A'A, so what is
// reported is an upper bound, which falls as the space grows; what no product has
// met keeps the variance of the prior.
//
// It knows a linear map and numbers; it must never know a system, a network or a
// file.
package identify
