// Package train is the training loop: it asks an Objective for a loss and its
// gradient, lets an optimiser step, keeps the best parameters, writes a log and
// checkpoints, and stops, resumes and fails without losing anything.
//
// The folder of a run holds
//
//	log.jsonl      one JSON object (Epoch) a line
//	last.ckpt      everything a run needs to go on, bit for bit
//	previous.ckpt  the one before, in case the last is damaged
//
// A resumed run ends in the same bits as one that was never interrupted. One
// epoch is one evaluation of the loss with its gradient, and one update, or one
// trial of a line search. A run goes through phases, each with an optimiser of its
// own.
//
// Here also: losses with their exact cotangents, measures of smoothness, error
// metrics, and the maps from free numbers to bounded parameters. The package knows vectors of
// parameters and of values; it must never know a solver, a closure or a spec.
package train
