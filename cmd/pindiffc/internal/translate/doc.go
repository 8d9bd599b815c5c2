// Package translate turns the part of a checked model that is not physics into
// the plain data that a solver process reads: truth, cases, observations,
// training settings and overrides, with formulas for what is evaluated on the
// grid.
//
// It decides nothing: every default is already in the model. It must never know
// a particular system.
package translate
