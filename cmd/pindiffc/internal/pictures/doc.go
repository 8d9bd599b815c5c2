// Package pictures turns the arrays of a run into figures: what was learned
// beside the truth, states at report times, and the course of training. It
// knows axes, units and how one- and two-dimensional arrays are shown; how a
// figure is drawn is runtime/plot's.
//
// It must never know a particular system, nor read files.
package pictures
