package profile

import (
	"bytes"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc"
)

var sink float64

//go:noinline
func spin(until time.Time) {
	for time.Now().Before(until) {
		for i := range 10_000 {
			sink += 1 / float64(i+1)
		}
	}
}

func TestReadOwnProfile(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, pprof.StartCPUProfile(&b))
	spin(time.Now().Add(400 * time.Millisecond))
	pprof.StopCPUProfile()
	samples, err := Read(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	var mine, all int64
	for _, s := range samples {
		all += s.Nanoseconds
		for _, f := range s.Stack {
			if strings.HasSuffix(f, "profile.spin") {
				mine += s.Nanoseconds
			}
		}
	}
	require.Positive(t, all)
	require.Greater(t, float64(mine), 0.5*float64(all))

	_, err = Read(bytes.NewReader(b.Bytes()[:b.Len()/2]))
	require.Error(t, err)
	_, err = Read(strings.NewReader("no profile"))
	require.Error(t, err)
}

func TestParts(t *testing.T) {
	const m = pindiffc.Module
	for _, c := range []struct {
		part  string
		stack []string
	}{
		{Kernels, []string{m + "/runtime/vec.Abs", "pindiffc.solver/system.apply", m + "/runtime/krylov.(*Solver).BiCGStab"}},
		{Linear, []string{m + "/runtime/vec.Dot[...]", m + "/runtime/grid.Space[...].Dot", m + "/runtime/krylov.(*Solver).BiCGStab", m + "/runtime/solver.(*worker).step"}},
		{Stepping, []string{m + "/runtime/grid.Wrap[...]", m + "/runtime/solver.(*worker).wrap"}},
		{Forward, []string{m + "/runtime/mat.Mul", m + "/runtime/nn.(*record[...]).forwardBlock", m + "/runtime/pool.(*Pool).work"}},
		{Backward, []string{m + "/runtime/mat.Mul", m + "/runtime/nn.(*record[...]).through", m + "/runtime/nn.(*record[...]).backwardBlock"}},
		{Loss, []string{m + "/runtime/train.Add", m + "/runtime/job.(*objective).compare"}},
		{Optimiser, []string{m + "/runtime/optim.(*Adam).Update", m + "/runtime/job.(*session).epochWork.func1"}},
		{Go, []string{"runtime.findRunnable", "runtime.schedule"}},
	} {
		require.Equal(t, c.part, part(c.stack, []string{"pindiffc.solver/system", "pindiffc.solver/exact"}), "%v", c.stack)
	}
	shares := Shares([]Sample{{[]string{"pindiffc.solver/system.apply"}, 30}, {nil, 10}}, "pindiffc.solver/system")
	require.Equal(t, []Share{{Kernels, 0.75}, {Go, 0.25}}, shares)
}
