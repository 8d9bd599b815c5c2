package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// kernelFiles are the files that kernels go to, by the first word of their name.
var kernelFiles = []struct{ word, file string }{
	{"initial", "kernels_initial.go"},
	{"coefs", "kernels_coefs.go"},
	{"bound", "kernels_bounds.go"},
	{"ghost", "kernels_ghosts.go"},
	{"call", "kernels_calls.go"},
	{"args", "kernels_args.go"},
	{"held", "kernels_held.go"},
	{"mass", "kernels_mass.go"},
	{"apply", "kernels_apply.go"},
	{"matrix", "kernels_matrix.go"},
	{"inputs", "kernels_inputs.go"},
	{"params", "kernels_params.go"},
	{"sweep", "kernels_sweep.go"},
}

// funcName is the Go name of a kernel: "ghost.0.1.lo.adjoint" is
// ghostPhiYMinAdjoint.
func (e *emitter) funcName(kernel string) string {
	words := strings.Split(kernel, ".")
	switch words[0] {
	case "bound":
		i := atoi(words[1])
		words = append([]string{"bound", boundName(e.prog, i)}, words[2:]...)
	case "call", "args":
		words = append([]string{words[0], e.prog.CallName(atoi(words[1]))}, words[2:]...)
	case "ghost":
		m := e.prog.Model
		face := []string{"ghost", m.States[atoi(words[1])].Name, m.Axes[atoi(words[2])].Name, side(words[3] == "hi")}
		words = append(face, words[4:]...)
	}
	return lowerFirst(identifier(strings.Join(words, " ")))
}

// atoi reads a number that the compiler wrote.
func atoi(s string) (n int) {
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

// nameKernels gives every kernel a function name.
func (e *emitter) nameKernels() {
	e.funcs, e.vectors, e.fars, e.chosen = map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	for _, k := range e.prog.All() {
		e.funcs[k.Name] = e.scope.name(e.funcName(k.Name))
	}
	for _, k := range e.prog.All() {
		if e.vectorised(k) {
			e.vectors[k.Name] = e.scope.name(e.funcs[k.Name] + "Vector")
			e.fars[k.Name] = e.scope.name(e.funcs[k.Name] + "Far")
		}
	}
	for _, k := range e.prog.Kernels {
		if k.Once != nil && e.vectors[k.Name] == "" && e.vectors[k.Once.Name] != "" {
			e.chosen[k.Once.Name] = e.scope.name(e.funcs[k.Once.Name] + "Body")
		}
	}
}

// kernelFile prints all kernels whose name starts with a word, or nil; and the
// vector bodies of those that have one, or nil.
func (e *emitter) kernelFile(word string) (scalar, vector *jen.File) {
	for _, k := range e.prog.All() {
		if strings.Split(k.Name, ".")[0] != word {
			continue
		}
		if scalar == nil {
			scalar = e.file()
		}
		w := newWriter(e.prog, k, e.elem, e.scope)
		w.once = e.onceOf(k, e.funcs)
		if body, ok := e.chosen[k.Name]; ok {
			scalar.Commentf("%s is %s, or its vector body (see init).", body, e.funcs[k.Name])
			scalar.Var().Id(body).Op("=").Id(e.funcs[k.Name])
			scalar.Line()
		}
		e.function(scalar, w, e.funcs[k.Name], scalarBody{})
		name, ok := e.vectors[k.Name]
		if !ok {
			continue
		}
		if vector == nil {
			vector = e.vectorFile()
		}
		w.once = e.onceOf(k, e.vectors)
		body := newVectorBody(w, e.funcs[k.Name])
		if body.far != nil {
			body.far.name = e.fars[k.Name]
		}
		e.function(vector, w, name, body)
		if f := body.far; f != nil {
			vector.Commentf("%s is %s for arrays that no cache holds.", f.name, name)
			vector.Add(w.function(f.name, farBody{body}))
			vector.Line()
		}
	}
	return scalar, vector
}

// onceOf is the function that a body of a kernel calls to have values computed once
// for each cell: of the same kind, one of bodies, or the one that init has chosen.
func (e *emitter) onceOf(k *program.Kernel, bodies map[string]string) string {
	if k.Once == nil {
		return ""
	}
	if name, ok := e.chosen[k.Once.Name]; ok {
		return name
	}
	if name, ok := bodies[k.Once.Name]; ok {
		return name
	}
	return e.funcs[k.Once.Name]
}

// function prints a kernel with its doc.
func (e *emitter) function(f *jen.File, w *writer, name string, b body) {
	for _, line := range e.kernelDoc(w, name) {
		f.Comment(line)
	}
	f.Add(w.function(name, b))
	f.Line()
}

// kernelDoc says what a kernel computes, where, and which arguments it touches.
func (e *emitter) kernelDoc(w *writer, name string) []string {
	k := w.kernel
	var doc []string
	switch text := cleanLines(e.withFuncNames(k)); {
	case isOnce(k):
		doc = append(doc, name+" computes, once for each cell, what "+e.reader(k)+" reads at several:", "")
		for _, o := range k.Out {
			doc = append(doc, "\t"+cleanLines(e.prog.Name(o.Sym) + " = " + e.prog.Text(o.Root))[0])
		}
		doc = append(doc, "")
	case len(text) == 0:
		doc = append(doc, name+" is the kernel "+k.Name+".")
	case len(text) == 1 && !strings.Contains(text[0], "="):
		doc = append(doc, name+": "+text[0]+".")
	default:
		doc = append(doc, name+" computes", "")
		for _, line := range text {
			doc = append(doc, "\t"+line)
		}
		doc = append(doc, "")
	}
	doc = append(doc, e.where(k))
	reads := w.plan.symbols(ir.Load)
	if k.Once != nil {
		reads = append(reads, newPlan(e.prog.Graph, k.Once, newLoops(k.Once, e.prog.Model.Axes)).symbols(ir.Load)...)
		slices.SortFunc(reads, ir.Sym.Compare)
	}
	if reads := e.slots(reads); reads != "" {
		doc = append(doc, "Reads "+reads+".")
	}
	var outs []ir.Sym
	add := false
	for _, o := range k.Out {
		outs, add = append(outs, o.Sym), add || o.Add
	}
	verb := "Writes "
	if add {
		verb = "Adds to "
	}
	if writes := e.slots(outs); writes != "" {
		doc = append(doc, verb+writes+".")
	}
	if len(k.Sums) > 0 {
		doc = append(doc, "Adds to BarParam.")
	}
	return doc
}

// reader is the function of the kernel that one computes something once for.
func (e *emitter) reader(once *program.Kernel) string {
	return e.funcs[strings.TrimSuffix(once.Name, ".once")]
}

// withFuncNames is a kernel's doc with the Go name of the kernel that it is a
// derivative of.
func (e *emitter) withFuncNames(k *program.Kernel) string {
	stem := strings.TrimSuffix(strings.TrimSuffix(k.Name, ".tangent"), ".adjoint")
	if name, ok := e.funcs[stem]; ok && stem != k.Name {
		return strings.ReplaceAll(k.Doc, "of "+stem, "of "+name)
	}
	return k.Doc
}

// where says over which cells a kernel runs.
func (e *emitter) where(k *program.Kernel) string {
	if isOnce(k) {
		return "Runs over the region of " + e.reader(k) + ", and as far beyond as that reads."
	}
	switch k.Region {
	case program.Extended:
		return "Runs over the interior and the halo of axes that are not periodic."
	case program.Padded:
		return "Runs over all cells, ghosts included."
	case program.Face, program.FaceExtended:
		return fmt.Sprintf("Runs over the cells at %s = %s.", clean(e.prog.Model.Axes[k.Axis].Name), side(k.High))
	}
	return "Runs over the interior."
}

// slots lists the argument slots of symbols, each once: Val[State], Bar[Out].
func (e *emitter) slots(syms []ir.Sym) string {
	var names []string
	seen := map[string]bool{}
	for _, s := range syms {
		if s.Role == ir.Once {
			continue
		}
		list := [...]string{ir.Primal: "Val", ir.Dir: "Dir", ir.Cot: "Bar"}[s.Variant]
		name := list + "[" + roleName(s.Role) + "]"
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// kernels prints the set of kernels of the problem table.
func (e *emitter) kernels() *jen.Statement {
	var bounds, ghosts, calls, args []jen.Code
	for i := range e.prog.Bounds {
		bounds = append(bounds, jen.Values(fieldCodes(e.forms(fmt.Sprintf("bound.%d", i)))...))
	}
	for _, k := range e.prog.Kernels {
		if !k.FillsGhosts() {
			continue
		}
		ghosts = append(ghosts, short([]field{
			{"State", whole(int(k.Out[0].Sym.Index))}, {"Axis", whole(k.Axis)}, {"High", yes(k.High)},
			{"Forms", e.formsOf(k.Name)},
		}))
	}
	for i := range e.prog.Calls {
		calls = append(calls, e.fun(fmt.Sprintf("call.%d", i)))
		f := e.fun(fmt.Sprintf("args.%d", i))
		if f == nil {
			f = jen.Nil()
		}
		args = append(args, f)
	}
	return literalOf(e.generic("Kernels"), []field{
		{"Initial", e.fun("initial")},
		{"InitialTangent", e.fun("initial.tangent")},
		{"InitialAdjoint", e.fun("initial.adjoint")},
		{"Coefs", e.formsOf("coefs")},
		{"CoefsValue", e.formsOf("coefs.value")},
		{"Held", e.fun("held")},
		{"Bounds", listOf(jen.Index().Add(e.generic("Forms")), bounds)},
		{"Ghosts", listOf(jen.Index().Add(e.generic("Ghost")), ghosts)},
		{"Calls", listOf(jen.Index().Add(e.generic("Func")), calls)},
		{"Args", listOf(jen.Index().Add(e.generic("Func")), args)},
		{"Mass", e.formsOf("mass")},
		{"Apply", e.formsOf("apply")},
		{"Matrix", e.fun("matrix")},
		{"Inputs", e.formsOf("inputs")},
		{"Params", e.fun("params.adjoint")},
		{"Sweep", e.formsOf("sweep")},
		{"SweepInputs", e.fun("sweep.inputs.adjoint")},
		{"SweepParams", e.fun("sweep.params.adjoint")},
	})
}

func listOf(typ *jen.Statement, items []jen.Code) *jen.Statement {
	if len(items) == 0 {
		return nil
	}
	return typ.Add(lines(items...))
}

// fun is the function of a kernel, nil if the program has none of that name.
func (e *emitter) fun(kernel string) *jen.Statement {
	if name, ok := e.funcs[kernel]; ok {
		return jen.Id(name)
	}
	return nil
}

func (e *emitter) forms(kernel string) []field {
	return []field{
		{"Value", e.fun(kernel)},
		{"Tangent", e.fun(kernel + ".tangent")},
		{"Adjoint", e.fun(kernel + ".adjoint")},
	}
}

func (e *emitter) formsOf(kernel string) *jen.Statement {
	fields := fieldCodes(e.forms(kernel))
	if len(fields) == 0 {
		return nil
	}
	return e.generic("Forms").Values(fields...)
}
