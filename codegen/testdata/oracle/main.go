// Command oracle runs every kernel of generated packages on arrays that the test
// beside it can make too, and writes what they computed.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"log"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"github.com/pindiff/pindiffc/codegen/randspec"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// job is what the test asks for: the kernels of one package.
type job struct {
	Package string
	Seed    uint64
	Signed  bool // coefficients of both signs
	Kernels []kernelJob
}

type kernelJob struct {
	Name string
	Wide bool // give it the ghosts of axis 0 as well
	Outs []slot
}

type slot struct{ Variant, Role, Index int }

func main() {
	var jobs []job
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(os.Stdout)
	for _, j := range jobs {
		packages[j.Package](j, w)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
}

// serve runs the kernels of a job. For each, it writes the arrays that the
// kernel writes, with all ghosts in C order, then the parameters' cotangents.
// The laws of pointwise closures follow.
func serve[T vec.Float](p *kernel.Problem[T], j job, w io.Writer) {
	var axes []grid.Axis
	for _, a := range p.Axes {
		axes = append(axes, grid.Axis{Lo: a.Lo, Hi: a.Hi, Cells: a.Cells, Periodic: a.Periodic})
	}
	g, err := grid.New(axes, p.Halo, int(unsafe.Sizeof(T(0))))
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range j.Kernels {
		f := lookup(&p.Kernels, k.Name, p)
		if f == nil {
			log.Fatalf("%s: no kernel %s", j.Package, k.Name)
		}
		a := arguments(p, g, j)
		lo, hi := 0, g.N[0]
		if k.Wide {
			lo, hi = -g.Depth, g.N[0]+g.Depth
		}
		if words := strings.Split(k.Name, "."); faceOfAxis0(p, words) {
			f(a, lo, hi)
		} else { // in two pieces, as two workers would
			mid := (lo + hi) / 2
			f(a, lo, mid)
			f(a, mid, hi)
		}
		var out []float64
		for _, s := range k.Outs {
			list := [...][kernel.Roles][][]T{a.Val, a.Dir, a.Bar}[s.Variant]
			places(p, g, s, func(cell [3]int, at int) { out = append(out, float64(list[s.Role][s.Index][at])) })
		}
		out = append(out, a.BarParam...)
		if err := binary.Write(w, binary.LittleEndian, out); err != nil {
			log.Fatal(err)
		}
	}
	if err := binary.Write(w, binary.LittleEndian, laws(p, j)); err != nil {
		log.Fatal(err)
	}
}

// laws evaluates the functions of pointwise closures: what enters the network,
// the value that follows from one of the network, and the pin with its value.
func laws[T vec.Float](p *kernel.Problem[T], j job) (out []float64) {
	var params []float64
	for _, q := range p.Params {
		params = append(params, q.Default)
	}
	for i, c := range p.Closures {
		if !c.Pointwise {
			continue
		}
		args := make([]float64, len(c.Args))
		for k := range args {
			args[k] = randspec.Argument(j.Seed, i, k)
		}
		in := make([]float64, c.NumInputs)
		c.Inputs(args, params, in)
		out = append(out, in...)
		if c.Value != nil {
			out = append(out, c.Value(args, params, randspec.Argument(j.Seed, i, -1)))
		}
		if c.Pin != nil {
			at := make([]float64, len(c.Args))
			value := c.Pin(params, at)
			out = append(append(out, at...), value)
		}
	}
	return out
}

// arguments makes arrays and scalars from the job's seed.
func arguments[T vec.Float](p *kernel.Problem[T], g *grid.Grid, j job) *kernel.Args[T] {
	a := &kernel.Args[T]{
		Grid: g, BarParam: make([]float64, len(p.Params)),
		Time: randspec.Time, LagTime: randspec.LagTime,
		Alpha: randspec.Alpha, Beta: randspec.Beta, Gamma: randspec.Gamma, Omega: randspec.Omega,
	}
	for axis := range g.Dim {
		a.X[axis] = grid.Centres[T](g, axis)
		a.In[axis] = make([]T, len(a.X[axis]))
		for i := range g.N[axis] {
			a.In[axis][i+g.Depth] = 1
		}
	}
	for i, q := range p.Params {
		a.Param = append(a.Param, T(q.Default))
		a.DirParam = append(a.DirParam, T(randspec.Value(j.Seed, -1, 1, i, [3]int{}, true)))
	}
	n, inputs, args := len(p.States), 0, 0
	for _, c := range p.Calls {
		inputs, args = inputs+c.Inputs, max(args, len(p.Closures[c.Closure].Args))
	}
	count := [kernel.Roles]int{
		kernel.State: n, kernel.Lag: n, kernel.Rhs: n, kernel.Out: n,
		kernel.Coef: len(p.Coefs), kernel.CoefLag: len(p.Coefs),
		kernel.Base: len(p.Fields) + len(p.Closures), kernel.Bound: len(p.Bounds),
		kernel.Input: inputs, kernel.Call: len(p.Calls), kernel.Jac: inputs, kernel.Entry: len(p.Matrix), kernel.Arg: args, kernel.Held: p.Held,
	}
	for variant, list := range []*[kernel.Roles][][]T{&a.Val, &a.Dir, &a.Bar} {
		for role, n := range count {
			for i := range n {
				s := slot{variant, role, i}
				size := g.Size
				if kernel.Role(role) == kernel.Bound {
					size = g.FaceSize(p.Bounds[i].Axis)
				}
				v := make([]T, size)
				signed := variant != 0 || j.Signed && (kernel.Role(role) == kernel.Coef || kernel.Role(role) == kernel.CoefLag)
				places(p, g, s, func(cell [3]int, at int) {
					v[at] = T(randspec.Value(j.Seed, role, variant, i, cell, signed))
				})
				list[role] = append(list[role], v)
			}
		}
	}
	return a
}

// places visits all cells of an array in C order, ghosts included; of boundary
// data, those of the face.
func places[T vec.Float](p *kernel.Problem[T], g *grid.Grid, s slot, visit func(cell [3]int, at int)) {
	lo, hi := [3]int{}, [3]int{1, 1, 1}
	for axis := range g.Dim {
		lo[axis], hi[axis] = -g.Depth, g.N[axis]+g.Depth
	}
	face := -1
	if kernel.Role(s.Role) == kernel.Bound {
		b := p.Bounds[s.Index]
		face = b.Axis
		lo[face], hi[face] = 0, 1
		if b.High {
			lo[face], hi[face] = g.N[face]-1, g.N[face]
		}
	}
	for i := lo[0]; i < hi[0]; i++ {
		for j := lo[1]; j < hi[1]; j++ {
			for k := lo[2]; k < hi[2]; k++ {
				cell := [3]int{i, j, k}
				if face < 0 {
					visit(cell, g.Index(i, j, k))
					continue
				}
				var t []int
				for axis := range g.Dim {
					if axis != face {
						t = append(t, cell[axis])
					}
				}
				t = append(t, 0, 0)
				visit(cell, g.FaceIndex(face, t[0], t[1]))
			}
		}
	}
}

// lookup finds a kernel by its name in the program.
func lookup[T vec.Float](k *kernel.Kernels[T], name string, p *kernel.Problem[T]) kernel.Func[T] {
	words := strings.Split(name, ".")
	switch words[0] {
	case "initial":
		return form(kernel.Forms[T]{Value: k.Initial, Tangent: k.InitialTangent, Adjoint: k.InitialAdjoint}, words[1:])
	case "coefs":
		if len(words) > 1 && words[1] == "value" {
			return form(k.CoefsValue, words[2:])
		}
		return form(k.Coefs, words[1:])
	case "bound":
		i, _ := strconv.Atoi(words[1])
		return form(k.Bounds[i], words[2:])
	case "ghost":
		return form(ghost(k, words).Forms, words[4:])
	case "call":
		i, _ := strconv.Atoi(words[1])
		return k.Calls[i]
	case "args":
		i, _ := strconv.Atoi(words[1])
		return k.Args[i]
	case "held":
		return k.Held
	case "matrix":
		return k.Matrix
	case "mass":
		return form(k.Mass, words[1:])
	case "apply":
		return form(k.Apply, words[1:])
	case "inputs":
		return form(k.Inputs, words[1:])
	case "params":
		return k.Params
	case "sweep":
		switch strings.Join(words[1:], ".") {
		case "inputs.adjoint":
			return k.SweepInputs
		case "params.adjoint":
			return k.SweepParams
		}
		return form(k.Sweep, words[1:])
	}
	return nil
}

func ghost[T vec.Float](k *kernel.Kernels[T], words []string) kernel.Ghost[T] {
	state, _ := strconv.Atoi(words[1])
	axis, _ := strconv.Atoi(words[2])
	for _, g := range k.Ghosts {
		if g.State == state && g.Axis == axis && g.High == (words[3] == "hi") {
			return g
		}
	}
	return kernel.Ghost[T]{}
}

// faceOfAxis0 says that a kernel ignores its range, and must run once.
func faceOfAxis0[T vec.Float](p *kernel.Problem[T], words []string) bool {
	switch words[0] {
	case "bound":
		i, _ := strconv.Atoi(words[1])
		return p.Bounds[i].Axis == 0
	case "call", "args":
		i, _ := strconv.Atoi(words[1])
		return p.Calls[i].Region == kernel.OnFace && p.Calls[i].Axis == 0
	case "ghost":
		return words[2] == "0"
	}
	return false
}

func form[T vec.Float](f kernel.Forms[T], words []string) kernel.Func[T] {
	switch strings.Join(words, ".") {
	case "tangent":
		return f.Tangent
	case "adjoint":
		return f.Adjoint
	}
	return f.Value
}
