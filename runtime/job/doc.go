// Package job is the program around a generated solver: it reads one Request
// on standard input, trains, simulates, predicts, verifies or measures, and reports
// Events, one JSON object a line, on standard output. The command starts it as a
// process of its own; a generated main is `job.Main(&problem)`, or `job.MainTwin(&problem, &exact)`.
//
// The files of a run, all in Request.Dir:
//
//	config.json             the experiment as it was run
//	log.jsonl, *.ckpt       see package train
//	weights.safetensors     the best weights so far, by name and shape; trained parameters as "param/NAME", fields as "field/NAME"
//	prediction.safetensors  predicted and true states of the held-out cases, learned and true closures
//	simulation.safetensors  states that a simulation was asked for
//	result.json             the figures of the final tables
//	cpu.pprof               a CPU profile of epochs, of bench
//
// The package must never know a particular system, and nothing of terminals,
// plots or npz: the command has those.
package job
