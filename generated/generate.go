// Package generated is the parent of the solvers that pindiffc makes of specs/,
// one package for each, checked in. `go generate ./generated` makes them anew;
// the test beside this file fails where that would change anything.
package generated

//go:generate go run ../cmd/pindiffc ../specs/advdiff_dynamic.pde -o advdiff_dynamic
//go:generate go run ../cmd/pindiffc ../specs/advdiff_steady.pde -o advdiff_steady
//go:generate go run ../cmd/pindiffc ../specs/heat.pde -o heat
