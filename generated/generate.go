// Package generated is the parent of the solvers that pindiffc makes of specs/,
// one package for each, checked in. `go generate ./generated` makes them anew;
// the test beside this file fails where that would change anything.
package generated

//go:generate go run ../cmd/pindiffc ../specs/advdiff_dynamic.pde -o advdiff_dynamic
//go:generate go run ../cmd/pindiffc ../specs/advdiff_steady.pde -o advdiff_steady
//go:generate go run ../cmd/pindiffc ../specs/burgers.pde -o burgers
//go:generate go run ../cmd/pindiffc ../specs/burgers_dynamic.pde -o burgers_dynamic
//go:generate go run ../cmd/pindiffc ../specs/burgers_steady.pde -o burgers_steady
//go:generate go run ../cmd/pindiffc ../specs/cahn_hilliard.pde -o cahn_hilliard
//go:generate go run ../cmd/pindiffc ../specs/cvi.pde -o cvi
//go:generate go run ../cmd/pindiffc ../specs/cvi.pde -exact -o cvi/exact
//go:generate go run ../cmd/pindiffc ../specs/cvi_dense.pde -o cvi_dense
//go:generate go run ../cmd/pindiffc ../specs/cvi_dense.pde -exact -o cvi_dense/exact
//go:generate go run ../cmd/pindiffc ../specs/cvi_felt.pde -o cvi_felt
//go:generate go run ../cmd/pindiffc ../specs/cvi_felt.pde -exact -o cvi_felt/exact
//go:generate go run ../cmd/pindiffc ../specs/cvi_steady_gas.pde -o cvi_steady_gas
//go:generate go run ../cmd/pindiffc ../specs/cvi_steady_gas.pde -exact -o cvi_steady_gas/exact
//go:generate go run ../cmd/pindiffc ../specs/fisher.pde -o fisher
//go:generate go run ../cmd/pindiffc ../specs/fisher.pde -exact -o fisher/exact
//go:generate go run ../cmd/pindiffc ../specs/gray_scott.pde -o gray_scott
//go:generate go run ../cmd/pindiffc ../specs/gray_scott.pde -exact -o gray_scott/exact
//go:generate go run ../cmd/pindiffc ../specs/heat.pde -o heat
//go:generate go run ../cmd/pindiffc ../specs/kuramoto_sivashinsky.pde -o kuramoto_sivashinsky
//go:generate go run ../cmd/pindiffc ../specs/shallow_water.pde -o shallow_water
//go:generate go run ../cmd/pindiffc ../specs/slab.pde -o slab
//go:generate go run ../cmd/pindiffc ../specs/slab.pde -exact -o slab/exact
//go:generate go run ../cmd/pindiffc ../specs/taylor_green.pde -o taylor_green
