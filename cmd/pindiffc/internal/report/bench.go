package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/profile"
	"github.com/pindiff/pindiffc/codegen/count"
	"github.com/pindiff/pindiffc/runtime/job"
)

// KernelLine is one kernel, measured and counted, per cell.
type KernelLine struct {
	Name      string  `json:"name"`
	Cells     int     `json:"cells"`
	Time      float64 `json:"ns"`
	Scalar    float64 `json:"scalar_ns,omitempty"`
	Bytes     int     `json:"bytes"`
	Flops     int     `json:"flops"`
	Functions int     `json:"functions"`
	Limit     float64 `json:"limit_ns"`
	Bound     string  `json:"bound"` // "memory", "cache", "flops": what the limit is of
	Reached   float64 `json:"reached"`
}

// KernelLines puts together what was measured and what was counted.
func KernelLines(m, scalar *job.Measured, costs map[string]count.Cost) []KernelLine {
	slow := map[string]float64{}
	if scalar != nil {
		for _, k := range scalar.Kernels {
			slow[k.Name] = 1e9 * k.Seconds / float64(k.Cells)
		}
	}
	var out []KernelLine
	for _, k := range m.Kernels {
		c, cells := costs[k.Name], float64(k.Cells)
		l := KernelLine{Name: k.Name, Cells: k.Cells, Time: 1e9 * k.Seconds / cells, Scalar: slow[k.Name], Flops: c.Flops, Functions: c.Functions}
		set := c.Bytes(m.ElemBytes, false) * k.Cells
		b := m.Machine.At(set)
		l.Bytes = c.Bytes(m.ElemBytes, b.Memory)
		moving, computing := 1e9*float64(l.Bytes)/b.Rate, 1e9*float64(c.Flops+c.Functions)/m.Machine.Peak
		l.Limit, l.Bound = moving, "cache"
		if b.Memory {
			l.Bound = "memory"
		}
		if computing > moving {
			l.Limit, l.Bound = computing, "flops"
		}
		if l.Time > 0 {
			l.Reached = l.Limit / l.Time
		}
		out = append(out, l)
	}
	return out
}

// Bench prints a measurement.
func Bench(w io.Writer, m *job.Measured, kernels []KernelLine, shares []profile.Share) {
	fmt.Fprintf(w, "machine: one core, %s\n", m.Numerics)
	for _, b := range m.Machine.Bandwidths {
		where := "in cache"
		if b.Memory {
			where = "in memory, write-allocates counted"
		}
		fmt.Fprintf(w, "  triad of %-8s %7.1f GB/s  %s\n", Bytes(int64(b.Bytes)), b.Rate/1e9, where)
	}
	fmt.Fprintf(w, "  multiply-adds     %7.1f GFLOP/s\n", m.Machine.Peak/1e9)
	if m.Machine.Threads > 1 {
		fmt.Fprintf(w, "  %d threads gain    %7.2f  in that loop\n", m.Machine.Threads, m.Machine.Gain)
	}
	t := &job.Table{Title: fmt.Sprintf("\nkernels: per cell, one core, %d cells", m.Cells),
		Columns: []string{"kernel", "ns", "scalar ns", "bytes", "flops", "functions", "limit ns", "of", "reached"}}
	for _, k := range kernels {
		scalar := ""
		if k.Scalar > 0 {
			scalar = fmt.Sprintf("%.3g", k.Scalar)
		}
		t.Rows = append(t.Rows, []string{k.Name, fmt.Sprintf("%.3g", k.Time), scalar, fmt.Sprint(k.Bytes), fmt.Sprint(k.Flops),
			fmt.Sprint(k.Functions), fmt.Sprintf("%.3g", k.Limit), k.Bound, fmt.Sprintf("%.0f %%", 100*k.Reached)})
	}
	Table(w, t)
	if e := m.Epoch; e != nil {
		epoch(w, m, shares)
	}
}

// epoch prints the times of an epoch and its parts.
func epoch(w io.Writer, m *job.Measured, shares []profile.Share) {
	e := m.Epoch
	fmt.Fprintf(w, "\nepoch: %s; %s, %d steps, %s\n", e.What, counted(e.Cases, "case"), e.Steps, e.Method)
	for _, t := range e.Threads {
		fmt.Fprintf(w, "  %-10s %9.4f s, the middle one of %d\n", counted(t.Threads, "thread"), t.Seconds, t.Epochs)
	}
	if n := len(e.Threads); n > 1 {
		gain := e.Threads[0].Seconds / e.Threads[n-1].Seconds
		fmt.Fprintf(w, "  gain       %9.2f  of %d threads; the loop without memory gains %.2f: %.0f %% of that\n",
			gain, e.Threads[n-1].Threads, m.Machine.Gain, 100*gain/m.Machine.Gain)
	}
	fmt.Fprintf(w, "  iterations per step: %.2f outer, %.2f linear, %.2f linear in the adjoint\n", e.Outer, e.Linear, e.Adjoint)
	if len(shares) == 0 {
		return
	}
	fmt.Fprintf(w, "\nparts of an epoch, of CPU time\n")
	for _, s := range shares {
		fmt.Fprintf(w, "  %-20s %5.1f %%  %s\n", s.Part, 100*s.Fraction, strings.Repeat("#", int(40*s.Fraction+0.5)))
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
