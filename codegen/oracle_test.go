package codegen

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/emit"
	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/internal/programtest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/pointwise"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/codegen/randspec"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// job mirrors the one of testdata/oracle.
type job struct {
	Package string
	Seed    uint64
	Signed  bool
	Kernels []kernelJob

	program   *program.Program
	precision string
	tolerance float64
}

type kernelJob struct {
	Name string
	Wide bool
	Outs []slot
}

type slot struct{ Variant, Role, Index int }

// seeds is how many specifications a test of random ones takes: ordinary, or what
// PINDIFFC_SEEDS says, for long runs.
func seeds(t *testing.T, ordinary int) int {
	text := os.Getenv("PINDIFFC_SEEDS")
	if text == "" {
		return ordinary
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// chosenSeeds are those that PINDIFFC_SEED lists, such as 69,72, to look at single
// specifications of the self-verifying ones; nil: none.
func chosenSeeds(t *testing.T) (list []uint64) {
	for _, word := range strings.FieldsFunc(os.Getenv("PINDIFFC_SEED"), func(r rune) bool { return r == ',' }) {
		seed, err := strconv.ParseUint(word, 10, 64)
		require.NoError(t, err)
		list = append(list, seed)
	}
	return list
}

// The emitted code computes what the interpreter computes: every kernel of random
// specifications, in both precisions, over all cells and ghosts. Inner loops are
// free of bounds checks. Among them are the specifications of a pairwise sample,
// one precision each.
func TestEmittedCodeMatchesInterpreter(t *testing.T) {
	count, pairwise := seeds(t, 8), pairwiseSample(t)
	if testing.Short() {
		count, pairwise = min(count, 2), nil
	}
	var jobs []job
	box := newSandbox(t)
	add := func(seed uint64, sample randspec.Sample, precisions ...string) bool {
		m, p := lowerRandom(t, sample.Text)
		if p == nil {
			return false
		}
		for _, precision := range precisions {
			pkg := fmt.Sprintf("random%d_%s", seed, precision[5:])
			files, _, err := Generate(m, Options{Package: pkg, Precision: precision})
			require.NoError(t, err, sample.Text)
			box.add(t, pkg, files, len(jobs) == 0)
			jobs = append(jobs, newJob(p, pkg, precision, seed, !strings.Contains(sample.Text, "harmonic")))
		}
		return true
	}
	done := map[uint64]bool{}
	for i, seed := range pairwise {
		done[seed] = true
		require.True(t, add(seed, randspec.New(seed), []string{"float64", "float32"}[i%2]))
	}
	accepted, refused := 0, 0
	for seed := uint64(1); accepted < count; seed++ {
		if done[seed] {
			continue
		}
		if add(seed, randspec.New(seed), "float64", "float32") {
			accepted++
		} else {
			refused++
			require.Less(t, refused, 10+count/4)
		}
	}
	for _, h := range append(handWritten(), written(t)...) {
		for _, precision := range []string{"float64", "float32"} {
			pkg := fmt.Sprintf("hand_%s_%s", h.name, precision[5:])
			files, err := emit.Files(h.program, emit.Options{Package: pkg, Precision: precision})
			require.NoError(t, err)
			box.add(t, pkg, files, precision == "float64")
			jobs = append(jobs, newJob(h.program, pkg, precision, 1, true))
		}
	}
	t.Logf("%d specifications of a pairwise sample; of random ones %d accepted, %d refused", len(pairwise), accepted, refused)
	out := box.run(t, jobs)
	kernels, once, held := 0, 0, 0
	for i := range jobs {
		for _, k := range jobs[i].Kernels {
			out = jobs[i].compare(t, k, out)
			kernels++
		}
		out = jobs[i].compareLaws(t, out)
	}
	require.Empty(t, out)
	for i := range jobs {
		once += len(jobs[i].program.All()) - len(jobs[i].program.Kernels)
		held += len(jobs[i].program.Held)
	}
	t.Logf("%d kernels compared, %d of them compute something once for each cell; %d coefficients are held", kernels, once, held)
	require.Positive(t, once)
	require.Positive(t, held)
}

// lowerRandom takes a specification to its program; one that is refused has a
// diagnostic that says so, and no program.
func lowerRandom(t *testing.T, text string) (*model.Model, *program.Program) {
	t.Helper()
	m, _, problems := dsl.Load("random.pde", []byte(text))
	var p *program.Program
	if m != nil {
		var found []diag.Diagnostic
		p, found = Lower(m)
		problems = append(problems, found...)
	}
	require.Equal(t, p == nil, diag.HasErrors(problems), text)
	return m, p
}

// handWritten programs use what random specifications rarely do together.
func handWritten() []named {
	return []named{
		{"coupled1", programtest.Coupled(1, 0)},
		{"coupled2", programtest.Coupled(2, 1)},
		{"coupled2low", programtest.Coupled(2, 0)},
	}
}

// written are the specifications of testdata/specs, compiled.
func written(t *testing.T) (list []named) {
	paths, err := filepath.Glob("testdata/specs/*.pde")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		m, _, problems := dsl.Load(filepath.Base(path), source)
		require.NotNil(t, m, "%v", problems)
		p, problems := Lower(m)
		require.NotNil(t, p, "%v", problems)
		list = append(list, named{strings.TrimSuffix(filepath.Base(path), ".pde"), p})
	}
	return list
}

type named struct {
	name    string
	program *program.Program
}

func newJob(p *program.Program, pkg, precision string, seed uint64, signed bool) job {
	j := job{Package: pkg, Seed: seed, Signed: signed, program: p, precision: precision, tolerance: 1e-12}
	if precision == "float32" {
		j.tolerance = 1e-4
	}
	for _, k := range p.Kernels {
		kj := kernelJob{Name: k.Name, Wide: k.Region != program.Interior}
		for _, o := range k.Out {
			s := slot{int(o.Sym.Variant), int(o.Sym.Role), int(o.Sym.Index)}
			if len(kj.Outs) == 0 || kj.Outs[len(kj.Outs)-1] != s {
				kj.Outs = append(kj.Outs, s)
			}
		}
		j.Kernels = append(j.Kernels, kj)
	}
	return j
}

// machine is an interpreter with the same arrays as the compiled code has, but for
// relative changes of what is read of the size of jitter.
func (j *job) machine(jitter float64, rng *rand.Rand) *eval.Machine {
	m := eval.New(j.program, nil)
	m.Time, m.LagTime = j.round(randspec.Time), j.round(randspec.LagTime)
	m.Alpha, m.Beta, m.Gamma, m.Omega = j.round(randspec.Alpha), j.round(randspec.Beta), j.round(randspec.Gamma), j.round(randspec.Omega)
	for i := range m.Param {
		m.Param[i] = j.round(m.Param[i])
		m.DirParam[i] = randspec.Value(j.Seed, -1, 1, i, [3]int{}, true)
	}
	n, inputs, args := len(j.program.Model.States), 0, 0
	for _, c := range j.program.Calls {
		inputs, args = inputs+len(c.Inputs), max(args, len(j.program.Model.Closures[c.Closure].Closure.Args))
	}
	counts := map[ir.Role]int{
		ir.State: n, ir.Lag: n, ir.Rhs: n, ir.Out: n, ir.Coef: len(j.program.Coefs), ir.CoefLag: len(j.program.Coefs),
		ir.Base: len(j.program.Base), ir.Bound: len(j.program.Bounds),
		ir.Input: inputs, ir.Call: len(j.program.Calls), ir.Jac: inputs, ir.Entry: len(j.program.Matrix), ir.Arg: args, ir.Held: len(j.program.Held),
	}
	for _, role := range slices.Sorted(maps.Keys(counts)) {
		n := counts[role]
		for variant := ir.Primal; variant <= ir.Cot; variant++ {
			for i := range n {
				s := slot{int(variant), int(role), i}
				signed := variant != ir.Primal || j.Signed && (role == ir.Coef || role == ir.CoefLag)
				a := m.Array(ir.Sym{Role: role, Variant: variant, Index: uint16(i)})
				j.places(m, s, func(cell [3]int, at int) {
					a[at] = randspec.Value(j.Seed, int(role), int(variant), i, cell, signed)
					if jitter != 0 {
						a[at] *= 1 + jitter*rng.NormFloat64()
					}
				})
			}
		}
	}
	return m
}

func (j *job) round(v float64) float64 {
	if j.precision == "float32" {
		return float64(float32(v))
	}
	return v
}

// places visits the cells of an array as testdata/oracle does.
func (j *job) places(m *eval.Machine, s slot, visit func(cell [3]int, at int)) {
	lo, hi := [3]int{}, [3]int{1, 1, 1}
	for axis := range m.Dim {
		lo[axis], hi[axis] = -m.Depth, m.N[axis]+m.Depth
	}
	if ir.Role(s.Role) == ir.Bound {
		b := j.program.Bounds[s.Index]
		lo[b.Axis], hi[b.Axis] = 0, 1
		if b.High {
			lo[b.Axis], hi[b.Axis] = m.N[b.Axis]-1, m.N[b.Axis]
		}
	}
	for a := lo[0]; a < hi[0]; a++ {
		for b := lo[1]; b < hi[1]; b++ {
			for c := lo[2]; c < hi[2]; c++ {
				cell := [3]int{a, b, c}
				visit(cell, m.At(cell, ir.Offset{}))
			}
		}
	}
}

// compare runs a kernel and compares it with the front of out; it returns the rest.
func (j *job) compare(t *testing.T, k kernelJob, out []float64) []float64 {
	m := j.machine(0, nil)
	before := map[slot][]float64{}
	for _, s := range k.Outs {
		before[s] = append([]float64{}, m.Array(s.sym())...)
	}
	m.Run(k.Name)
	where := func(s slot) string {
		return fmt.Sprintf("seed %d, %s, %s, %+v", j.Seed, j.Package, k.Name, s)
	}
	for _, s := range k.Outs {
		want := m.Array(s.sym())
		scale := 0.0 // of what was written
		j.places(m, s, func(_ [3]int, at int) {
			if math.IsNaN(want[at]) {
				require.FailNow(t, "the interpreter gives NaN", where(s))
			}
			if want[at] != before[s][at] {
				scale = math.Max(scale, math.Abs(want[at]))
			}
		})
		j.places(m, s, func(cell [3]int, at int) {
			if !(math.Abs(want[at]-out[0]) <= j.tolerance*scale) {
				within := max(j.tolerance*scale, j.rounding(k, s, at, want[at]))
				require.InDelta(t, want[at], out[0], within, "%s at %v", where(s), cell)
			}
			out = out[1:]
		})
	}
	scale := 0.0
	for _, v := range m.CotParam {
		scale = math.Max(scale, math.Abs(v))
	}
	for i, v := range m.CotParam {
		require.InDelta(t, v, out[i], 10*j.tolerance*scale, "%s, parameter %d", where(slot{}), i)
	}
	return out[len(m.CotParam):]
}

// rounding is how much an element can be wrong where a kernel is ill-conditioned,
// such as at a diagonal near zero: many times what it changes when its arguments
// change in their last digit.
func (j *job) rounding(k kernelJob, s slot, at int, value float64) (most float64) {
	rng := rand.New(rand.NewPCG(j.Seed, 7))
	for range 5 {
		m := j.machine(j.tolerance/1000, rng)
		m.Run(k.Name)
		most = max(most, 100*math.Abs(m.Array(s.sym())[at]-value))
	}
	return most
}

// compareLaws compares the functions of pointwise closures with their
// expressions, which fold to numbers where all that they read are numbers.
func (j *job) compareLaws(t *testing.T, out []float64) []float64 {
	for i, s := range j.program.Model.Closures {
		c := s.Closure
		if !c.Pointwise {
			continue
		}
		value := func(e *model.Expr) float64 {
			g := ir.New(0)
			id, err := pointwise.Lower(g, e, func(s *model.Symbol) (ir.ID, bool) {
				switch s.Kind {
				case model.KindParam:
					return g.Num(s.Value.Value), true
				case model.KindNet:
					return g.Num(randspec.Argument(j.Seed, i, -1)), true
				}
				k := slices.Index(c.Args, s)
				return g.Num(randspec.Argument(j.Seed, i, k)), k >= 0
			})
			require.NoError(t, err)
			v, ok := g.Value(id)
			require.True(t, ok)
			return v
		}
		list := slices.Clone(c.Inputs)
		if c.Value != nil {
			list = append(list, c.Value)
		}
		if c.Pin != nil {
			list = append(append(list, c.Pin.At...), c.Pin.Value)
		}
		for k, e := range list {
			require.InEpsilon(t, value(e), out[k], 1e-12, "%s, closure %s, %s", j.Package, s.Name, e)
		}
		out = out[len(list):]
	}
	return out
}

func (s slot) sym() ir.Sym {
	return ir.Sym{Variant: ir.Variant(s.Variant), Role: ir.Role(s.Role), Index: uint16(s.Index)}
}

// sandbox is a folder of generated packages and a command that runs them. The
// build sees it inside this module, by an overlay.
type sandbox struct {
	dir, root string
	packages  []string
	overlay   map[string]string // virtual path -> real path
}

const virtual = "codegen/oracle"

func newSandbox(t *testing.T) *sandbox {
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	return &sandbox{dir: t.TempDir(), root: root, overlay: map[string]string{}}
}

func (b *sandbox) place(t *testing.T, path string, content []byte) {
	real := filepath.Join(b.dir, path)
	require.NoError(t, os.MkdirAll(filepath.Dir(real), 0o755))
	require.NoError(t, os.WriteFile(real, content, 0o644))
	b.overlay[filepath.Join(b.root, virtual, path)] = real
}

// add takes a package in, whole or (which builds faster) its kernels only.
func (b *sandbox) add(t *testing.T, pkg string, files []File, whole bool) {
	b.packages = append(b.packages, pkg)
	for _, f := range files {
		kernels := f.Name == "problem.go" || f.Name == "closures.go" || strings.HasPrefix(f.Name, "kernels_")
		if kernels || whole && !strings.HasSuffix(f.Name, "_test.go") {
			b.place(t, pkg+"/"+f.Name, f.Content)
		}
	}
}

// run builds everything at once, checks for bounds checks, and runs the jobs: as
// the build does, and with scalar bodies alone, which must give the same values.
func (b *sandbox) run(t *testing.T, jobs []job) []float64 {
	binary, output := b.build(t, "testdata/oracle/main.go", "func(job, io.Writer)", "func(j job, w io.Writer) { serve(%s.Problem(), j, w) }")
	b.checkBounds(t, output)
	input, err := json.Marshal(jobs)
	require.NoError(t, err)
	out, scalar := decode(b.start(t, binary, input)), decode(b.start(t, binary, input, "PINDIFFC_SIMD=off"))
	require.Len(t, scalar, len(out))
	for i := range out {
		if out[i] != scalar[i] && !(math.IsNaN(out[i]) && math.IsNaN(scalar[i])) {
			require.Fail(t, "vector and scalar bodies differ", "value %d: %v and %v", i, out[i], scalar[i])
		}
	}
	return out
}

// build compiles a command with a table of all packages, of functions of a type,
// and returns its path and what the compiler said of bounds checks.
func (b *sandbox) build(t *testing.T, main, typ, entry string) (binary, output string) {
	var reg strings.Builder
	reg.WriteString("package main\n\nimport (\n\t\"io\"\n\n")
	for _, p := range b.packages {
		fmt.Fprintf(&reg, "\t%q\n", "github.com/pindiff/pindiffc/"+virtual+"/"+p)
	}
	fmt.Fprintf(&reg, ")\n\nvar packages = map[string]%s{\n", typ)
	for _, p := range b.packages {
		fmt.Fprintf(&reg, "\t%q: "+entry+",\n", p, p)
	}
	reg.WriteString("}\n")
	b.place(t, "packages.go", []byte(reg.String()))
	source, err := os.ReadFile(main)
	require.NoError(t, err)
	b.place(t, "main.go", source)

	text, err := json.Marshal(map[string]any{"Replace": b.overlay})
	require.NoError(t, err)
	overlay := filepath.Join(b.dir, "overlay.json")
	require.NoError(t, os.WriteFile(overlay, text, 0o644))
	binary = filepath.Join(b.dir, "command")
	build := exec.Command("go", "build", "-overlay", overlay, "-o", binary,
		"-gcflags=github.com/pindiff/pindiffc/"+virtual+"/...=-d=ssa/check_bce", "./"+virtual)
	build.Dir = b.root
	start := time.Now()
	said, err := build.CombinedOutput()
	require.NoError(t, err, string(said))
	t.Logf("built in %.1f s", time.Since(start).Seconds())
	return binary, string(said)
}

// start runs a command to its end in an environment with some changes, and returns
// what it wrote.
func (b *sandbox) start(t *testing.T, binary string, input []byte, env ...string) []byte {
	run := exec.Command(binary)
	run.Env = append(os.Environ(), env...)
	run.Stdin = bytes.NewReader(input)
	run.Stderr = os.Stderr
	data, err := run.Output()
	require.NoError(t, err)
	return data
}

func decode(data []byte) []float64 {
	out := make([]float64, len(data)/8)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
	}
	return out
}

var boundsCheck = regexp.MustCompile(`([^/\s]+)/(kernels_\w+\.go):(\d+):\d+: Found IsInBounds`)

// checkBounds fails where the compiler left a bounds check in a loop along a row.
func (b *sandbox) checkBounds(t *testing.T, output string) {
	require.Contains(t, output, "Found IsSliceInBounds", "the compiler reports")
	for _, found := range boundsCheck.FindAllStringSubmatch(output, -1) {
		text, err := os.ReadFile(filepath.Join(b.dir, found[1], found[2]))
		require.NoError(t, err)
		line, err := strconv.Atoi(found[3])
		require.NoError(t, err)
		inRow := ""
		for _, l := range strings.Split(string(text), "\n")[:line] {
			if trimmed := strings.TrimSpace(l); strings.HasPrefix(trimmed, "for ") && strings.Contains(trimmed, ":= range n {") {
				inRow = l[:strings.Index(l, "for")] + "}"
			} else if l == inRow {
				inRow = ""
			}
		}
		require.Empty(t, inRow, "%s: a bounds check in a row:\n%s", found[0], text)
	}
}
