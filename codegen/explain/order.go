package explain

import (
	"cmp"
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// ordered sorts loads by array, then offset.
func ordered(g *ir.Graph, ids []ir.ID) []ir.ID {
	slices.SortFunc(ids, func(a, b ir.ID) int {
		m, n := g.Node(a), g.Node(b)
		return cmp.Or(cmp.Compare(m.Sym.Role, n.Sym.Role), cmp.Compare(m.Sym.Index, n.Sym.Index),
			slices.Compare(m.Off[:], n.Off[:]))
	})
	return ids
}
