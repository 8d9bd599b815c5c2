package main

import (
	"github.com/pindiff/pindiffc/generated/advdiff_dynamic"
	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/generated/burgers_steady"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// system is a specification that the paper has labels for, and the names in them.
type system struct {
	problem  *kernel.Problem[float32]
	state    string
	closures map[string]string
	schemes  []scheme
	times    []float64 // judged
}

// file of the labels.
func (s system) file() string { return s.problem.Name + ".npz" }

var systems = []system{
	{advdiff_steady.Problem(), "phi", map[string]string{"vx": "vx", "vy": "vy"}, []scheme{
		{"crank_nicolson", 1e-2}, {"crank_nicolson", 2e-2}, {"crank_nicolson", 5e-3}, {"sdirk2", 1e-2}, {"backward_euler", 1e-2},
		{"rk4", 1e-3}, {"forward_euler", 1e-3}, {"forward_euler", 1e-2},
	}, []float64{0.05, 0.1, 0.15, 0.2}},
	{advdiff_dynamic.Problem(), "phi", map[string]string{"vx": "vx", "vy": "vy"}, []scheme{
		{"crank_nicolson", 0}, {"rk4", 0}, {"forward_euler", 0},
	}, []float64{0.05, 0.102, 0.15, 0.201, 0.25, 0.298, 0.35, 0.4}},
	{burgers_steady.Problem(), "vx", map[string]string{"k": "kx"}, []scheme{
		{"crank_nicolson", 1e-2}, {"crank_nicolson", 2e-2}, {"sdirk2", 1e-2}, {"rk4", 1e-3}, {"forward_euler", 1e-3},
	}, []float64{0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1}},
}

// heldOut are the trajectories of the label files that nothing is chosen by.
var heldOut = []int{5, 6, 7, 8, 9}
