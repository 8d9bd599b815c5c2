package explain

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// greek letters that LaTeX has by their name.
var greek = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
		upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega`) {
		greek[name] = true
	}
}

// texName sets a name of the spec: phi is a letter, rho_c is a letter with an
// index, eps0 one with a number, and whatever else is longer stands upright.
func texName(name string) string {
	head, tail, found := strings.Cut(name, "_")
	if !found {
		digits := len(name)
		for digits > 1 && '0' <= name[digits-1] && name[digits-1] <= '9' {
			digits--
		}
		head, tail = name[:digits], name[digits:]
	}
	word := texWord(head)
	if tail == "" {
		return word
	}
	return word + "_{" + texWord(strings.ReplaceAll(tail, "_", ",")) + "}"
}

func texWord(word string) string {
	switch {
	case greek[word]:
		return `\` + word
	case len([]rune(word)) == 1 || strings.Trim(word, "0123456789") == "":
		return word
	}
	return `\mathrm{` + word + "}"
}

// texSym sets a symbol without its place. Values at the start of the step carry
// the index n.
func (t *tex) sym(s ir.Sym) string {
	p, i := t.p, int(s.Index)
	switch s.Role {
	case ir.Spacing:
		return `\Delta ` + texName(p.Model.Axes[i].Name)
	case ir.Lag:
		return texName(p.Model.States[i].Name) + "^{n}"
	case ir.CoefLag:
		return texName(p.Coefs[i].Name) + "^{n}"
	case ir.LagTime:
		return texName(p.Model.Time.Symbol.Name) + "^{n}"
	case ir.Bound:
		b := p.Bounds[i]
		name := "B^{" + texName(b.State.Name) + "," + texName(p.Model.Axes[b.Axis].Name) + `,\` + side(b.High)
		if n := nth(p, i); n > 1 {
			name += fmt.Sprintf(",%d", n)
		}
		return name + "}"
	}
	return texName(p.Name(s))
}

// nth counts boundary data of the same face and state, from 1.
func nth(p *program.Program, i int) int {
	n := 1
	for _, b := range p.Bounds[:i] {
		if b.State == p.Bounds[i].State && b.Axis == p.Bounds[i].Axis && b.High == p.Bounds[i].High {
			n++
		}
	}
	return n
}

// at sets a symbol at indices, with those of its name in front.
func at(name, place string) string {
	if place == "" {
		return name
	}
	if base, index, ok := strings.Cut(name, "_{"); ok {
		index, rest, _ := strings.Cut(index, "}")
		return base + "_{" + index + ";" + place + "}" + rest
	}
	if base, power, ok := strings.Cut(name, "^"); ok {
		return base + "_{" + place + "}^" + power
	}
	return name + "_{" + place + "}"
}
