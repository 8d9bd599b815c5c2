// Package dataset reads and writes NumPy files (.npz, .npy), says what is in
// one, and turns one into the labels that a solver trains on.
//
// # What a data file for a spec holds
//
//	t           (n)                        times, ascending
//	<state>     (n, cases, cells...)       each state that is observed; (n, cells...) for one case
//	<closure>   (cells...) or (n, cells...) the true closure, optional: errors are then reported
//
// in C or Fortran order, float32, float64 or integers, in the units that the
// spec declares. `observe u from "vx"` gives an array another name. The state at
// the start of the horizon must be among the times, unless the state has a
// default to start from. A time of the spec is found in t if it is no further
// than 1e-6 of the horizon from it, which float32 times keep. Other arrays are
// listed and left alone.
//
// The spec's cases block says which trajectories are for what, as far as the file
// has them: one that lists `validate 10..11` has no validation error on a file of
// ten. Without a cases block all are for training.
//
// A given field, `field k = file("k.npz")`, is one array (cells...) in the field's
// unit, called as the field or alone in its file.
//
// # Files from strangers
//
// A file costs memory by what it really holds, never by what it claims: arrays
// grow as their bytes arrive. One that would unpack to more than 256 MiB and a
// hundred times its own size is refused; object arrays (which Python would
// execute) are never read.
//
// Only programs that handle files import this package: a solver, generated code
// and package job never do.
package dataset
