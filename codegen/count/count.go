// Package count says what a kernel must do for one cell: the arrays that it has to
// read and to write, and the operations on numbers. A kernel on a machine can be no
// faster than these bytes and operations take there.
//
// It reads a program's graph. It must never know a machine, nor how an emitter
// writes a kernel.
package count

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// Cost of one cell. An array counts once however many of its cells are read: its
// neighbours are in a cache.
type Cost struct {
	Reads     int `json:"reads"`     // arrays that are read, those that are added to among them
	Writes    int `json:"writes"`    // arrays that are written
	Allocates int `json:"allocates"` // of these, written without having been read: a store of a cache line that is not in a cache reads it first
	Flops     int `json:"flops"`     // additions, subtractions, products, quotients, roots, comparisons, choices
	Functions int `json:"functions"` // exp, log, powers and the like, which take some ten operations each
}

// Bytes that must move for one cell, from caches, or if memory says so from memory,
// for numbers of so many bytes.
func (c Cost) Bytes(size int, memory bool) int {
	n := c.Reads + c.Writes
	if memory {
		n += c.Allocates
	}
	return n * size
}

// Of is the cost of a kernel. What has the same value at every cell costs nothing.
func Of(p *program.Program, k *program.Kernel) Cost {
	var c Cost
	g := p.Graph
	read := map[ir.Sym]bool{}
	for _, id := range g.Reachable(k.Roots()...) {
		n := g.Node(id)
		switch {
		case g.Uniform(id):
		case n.Op == ir.Load:
			read[n.Sym] = true
		case n.Op.Leaf():
		case function(n.Op):
			c.Functions++
		case n.Op != ir.Neg: // which merges with what it is added to
			c.Flops++
		}
	}
	written := map[ir.Sym]bool{}
	for _, o := range k.Out {
		if o.Add {
			c.Flops++
			read[o.Sym] = true
		}
		written[o.Sym] = true
	}
	c.Flops += len(k.Sums)
	c.Reads, c.Writes = len(read), len(written)
	for s := range written {
		if !read[s] {
			c.Allocates++
		}
	}
	return c
}

// All is the cost of each kernel of a program, by name.
func All(p *program.Program) map[string]Cost {
	all := make(map[string]Cost, len(p.Kernels))
	for _, k := range p.Kernels {
		all[k.Name] = Of(p, k)
	}
	return all
}

// function tells an operator that is computed by a series.
func function(op ir.Op) bool { return op == ir.Pow || op >= ir.Exp && op != ir.Sqrt }
