package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/profile"
	"github.com/pindiff/pindiffc/codegen/count"
	"github.com/pindiff/pindiffc/runtime/job"
	"github.com/pindiff/pindiffc/runtime/measure"
)

func TestKernelLines(t *testing.T) {
	m := &job.Measured{
		Numerics: "float64, vectors of 8", ElemBytes: 8, Cells: 1000,
		Machine: measure.Machine{
			Bandwidths: []measure.Bandwidth{{Bytes: 20_000, Rate: 100e9}, {Bytes: 1 << 30, Memory: true, Rate: 10e9}},
			Peak:       50e9, Gain: 2, Threads: 2,
		},
		Kernels: []measure.Kernel{{Name: "apply", Cells: 1000, Seconds: 1e-6}, {Name: "matrix", Cells: 1000, Seconds: 8e-6}, {Name: "call.0", Cells: 1000, Seconds: 2e-6}},
		Epoch: &job.EpochTime{What: "loss, gradient and update", Cases: 5, Steps: 100, Method: "newton(cg)", Outer: 1, Linear: 3, Adjoint: 4,
			Threads: []job.ThreadSeconds{{Threads: 1, Seconds: 3, Epochs: 3}, {Threads: 2, Seconds: 2, Epochs: 4}}},
	}
	costs := map[string]count.Cost{
		"apply":  {Reads: 1, Writes: 1, Allocates: 1, Flops: 5},
		"matrix": {Reads: 1, Writes: 2, Allocates: 2, Flops: 5},
		"call.0": {Reads: 1, Writes: 1, Flops: 90, Functions: 10},
	}
	lines := KernelLines(m, nil, costs)
	require.Equal(t, "cache", lines[0].Bound)
	require.Equal(t, 16, lines[0].Bytes)
	require.InDelta(t, 0.16, lines[0].Limit, 1e-12)
	require.InDelta(t, 0.16, lines[0].Reached, 1e-12)
	require.Equal(t, "memory", lines[1].Bound, "24000 bytes are more than the cache's")
	require.Equal(t, 40, lines[1].Bytes)
	require.InDelta(t, 4.0, lines[1].Limit, 1e-12)
	require.Equal(t, "flops", lines[2].Bound)
	require.InDelta(t, 2.0, lines[2].Limit, 1e-12)

	var b bytes.Buffer
	Bench(&b, m, lines, []profile.Share{{Part: profile.Kernels, Fraction: 0.5}})
	require.Contains(t, b.String(), "gain            1.50  of 2 threads; the loop without memory gains 2.00: 75 % of that")
	require.Contains(t, b.String(), "iterations per step: 1.00 outer, 3.00 linear, 4.00 linear in the adjoint")
	require.Contains(t, b.String(), "  kernels               50.0 %  ####################\n")
}
