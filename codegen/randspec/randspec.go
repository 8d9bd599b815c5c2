// Package randspec writes random specifications, for tests that compare two
// ways of computing the same thing on systems that nobody chose.
//
// A specification is determined by its seed. It is well formed as text, and
// almost always accepted: one or two dimensions, several states (of second,
// third and fourth order, ordinary, algebraic), every operator, scheme and kind
// of boundary condition, closures of coordinates and pointwise ones in every
// place that takes them, lagged terms, units. Arguments of roots and logarithms
// stay in their domain for arrays made by Value. The package knows the language,
// and nothing of how it is compiled.
package randspec

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Sample is a specification, and the names of the constructs in it, sorted:
// "div upwind", "boundary flux", "2-D". Features lists them all.
type Sample struct {
	Text     string
	Features []string
}

// Spec returns the text of the specification of a seed.
func Spec(seed uint64) string { return New(seed).Text }

// New returns the specification of a seed.
func New(seed uint64) Sample { return sample(seed, false) }

// Mild returns one that can be run: well posed, with terms and networks that
// leave the unknowns of order one for a few steps. (New asks only that kernels
// are finite where Value is.) Those of even seeds are Smooth.
func Mild(seed uint64) Sample { return sample(seed, true) }

// Smooth tells that the equations of Mild(seed) have no kinks, as limiters, upwind
// schemes and max have, so that every derivative exists.
func Smooth(seed uint64) bool { return seed%2 == 0 }

func sample(seed uint64, mild bool) Sample {
	g := &generator{rng: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), mild: mild, smooth: mild && Smooth(seed),
		coefs: map[string]bool{}, features: map[string]bool{}}
	g.declare(seed)
	g.equations()
	g.boundary()
	g.numerics()
	text := dropUnused(g.text.String())
	if mild && g.features["explicit"] {
		text = strings.Replace(text, "[0, 0.1] step 0.02", "[0, 0.001] step 0.0002", 1) // stable
	}
	g.recognise(text)
	var features []string
	for _, f := range Features() {
		if g.features[f] {
			features = append(features, f)
		}
	}
	return Sample{text, features}
}

// dropUnused removes the declarations of names that nothing mentions; a later
// one may be the last to mention an earlier.
func dropUnused(text string) string {
	lines := strings.Split(text, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		words := strings.Fields(lines[i])
		if len(words) < 2 || !slices.Contains([]string{"param", "closure", "let", "field"}, words[0]) {
			continue
		}
		name, _, _ := strings.Cut(words[1], "(")
		if !mentioned(name, lines, i) {
			lines = slices.Delete(lines, i, end(lines, i)+1)
		}
	}
	return strings.Join(lines, "\n")
}

// end is the last line of the declaration that starts at line i.
func end(lines []string, i int) int {
	if strings.HasSuffix(lines[i], "{") {
		for lines[i] != "}" {
			i++
		}
	}
	return i
}

// mentioned tells that a name stands outside of its own declaration at line i.
func mentioned(name string, lines []string, i int) bool {
	outside := func(l string) bool { return strings.Contains(l, name) }
	return slices.ContainsFunc(lines[:i], outside) || slices.ContainsFunc(lines[end(lines, i)+1:], outside)
}

// generator draws one specification, from top to bottom. Every expression that
// it composes is a pure number; units.go measures the unknowns and operators.
type generator struct {
	rng  *rand.Rand
	text strings.Builder
	mild bool // see Mild

	smooth bool // no kinks in the unknowns

	units    bool
	implicit bool // no explicit scheme can solve it
	axes     []axis
	params   []string
	states   []*state
	closures []string        // of coordinates and time
	laws     []law           // pointwise closures
	lets     []string        // formulas of coordinates, parameters and time
	fields   []string        // formulas of coordinates
	coefs    map[string]bool // coefficients that are read in the next cell
	features map[string]bool
}

type axis struct {
	name     string
	periodic bool
}

type state struct {
	name  string
	kind  string // second, third, fourth, ode, algebraic, local (algebraic, and without derivatives)
	order int    // of its highest derivative along an axis, so far
	flux  bool   // its equation has a div
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.text, format+"\n", args...) }

// has notes that a construct is in the specification.
func (g *generator) has(feature string) { g.features[feature] = true }

// chance is true with probability p.
func (g *generator) chance(p float64) bool { return g.rng.Float64() < p }

// number is one of the range, with few digits.
func (g *generator) number(lo, hi float64) string {
	return fmt.Sprintf("%.3g", lo+(hi-lo)*g.rng.Float64())
}

func pick[T any](g *generator, list ...T) T { return list[g.rng.IntN(len(list))] }
