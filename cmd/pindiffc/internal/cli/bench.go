package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/profile"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/count"
	"github.com/pindiff/pindiffc/runtime/job"
)

const benchLong = `Bench builds the solver of a specification as train does and measures it on this machine.

Each kernel's time per cell stands beside what it must do for a cell: the bytes of the arrays that it
reads and writes, each once (out of cache also those that a store first reads), and the operations that
its expressions have; functions such as exp count as one here, so that those of many are further from the
limit. The limit is the larger of the times that these bytes and operations take at the measured bandwidth
(of the smallest cache that holds the kernel's arrays) and peak; "reached" is limit / time. The scalar
bodies are measured as well, in a process of their own with PINDIFFC_SIMD=off. Kernels of faces count the
cells of the face.

An epoch is one evaluation of the training's loss and gradient and one update, without validation; where
there is nothing to train, a run of the first case and its gradient. Its parts come from a CPU profile.
What the machine does besides makes everything slower: measure on a quiet one.`

// benchFlags of the command.
type benchFlags struct {
	data, profile, kernels string
	epochs                 bool
}

func (a *app) benchCommand() *cobra.Command {
	var f benchFlags
	c := &cobra.Command{
		Use:         "bench",
		Short:       "measure the generated solver against the machine's limits",
		Long:        benchLong,
		Annotations: usageLine("pindiffc bench SPEC [-kernels regexp] [-epochs=false] [-data FILE.npz] [-profile dir] [-set name=value] [-json]"),
		Example: "  pindiffc bench specs/advdiff_steady.pde\n" +
			"  pindiffc bench -set cells=4096 -json specs/heat.pde\n" +
			"  pindiffc bench -profile profiles specs/cvi.pde && go tool pprof -top profiles/cpu.pprof",
		Args: arguments(1, 1, "one specification, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			return a.bench(s, f)
		},
	}
	c.Flags().StringVar(&f.data, "data", "", "labels from this `file` (.npz) instead of the truth block")
	c.Flags().StringVar(&f.kernels, "kernels", "", "time only kernels whose name matches this `regexp`")
	c.Flags().BoolVar(&f.epochs, "epochs", true, "time epochs as well")
	c.Flags().StringVar(&f.profile, "profile", "", "leave the CPU profile of the epochs in this `dir`, as "+job.ProfileName)
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

// benchAnswer is the answer of bench.
type benchAnswer struct {
	Command    string                `json:"command"`
	Spec       string                `json:"spec"`
	Go         string                `json:"go"`
	Vectors    string                `json:"vectors"`
	Measured   *job.Measured         `json:"measured"`
	Kernels    []report.KernelLine   `json:"kernel_lines"`
	Scalar     *job.Measured         `json:"scalar,omitempty"` // the same build without vectors, kernels only
	Shares     []profile.Share       `json:"shares,omitempty"`
	Costs      map[string]count.Cost `json:"costs"`
	Profile    string                `json:"profile,omitempty"`
	Warnings   []string              `json:"warnings,omitempty"`
	PeakMemory int64                 `json:"peak_memory_bytes,omitempty"`
}

func (a *app) bench(s *spec, f benchFlags) error {
	if _, err := regexp.Compile(f.kernels); err != nil {
		return usageErrorf("-kernels: %w", err)
	}
	if f.profile != "" && !f.epochs {
		return usageErrorf("-profile is of epochs, and -epochs=false leaves them out")
	}
	data, err := a.readLabels(s, f.data)
	if err != nil {
		return err
	}
	exp, fields, err := s.experiment(data)
	if err != nil {
		return err
	}
	solver, err := a.solver(s, "")
	if err != nil {
		return err
	}
	p, problems := codegen.Lower(s.model)
	if p == nil {
		return fmt.Errorf("%s built and cannot be lowered again: %v", s.name, problems)
	}
	dir, err := os.MkdirTemp("", "pindiffc-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	req := job.Request{Mode: "bench", Experiment: *exp, Dir: dir, Bench: job.BenchOptions{Kernels: f.kernels, NoEpochs: !f.epochs}}
	if req.Fields, err = fields.write(dir); err != nil {
		return err
	}
	if data != nil {
		req.Data = filepath.Join(dir, labelsFile)
		if err := data.write(req.Data); err != nil {
			return err
		}
	}
	r, err := a.execute(s, solver, req)
	if err != nil {
		return err
	}
	if r.Status == "stopped" || r.measured == nil {
		return errInterrupted
	}
	out := &benchAnswer{
		Command: "bench", Spec: s.model.Name, Go: solver.GoVersion, Vectors: solver.Target.Level,
		Measured: r.measured, Costs: count.All(p), Warnings: r.Warnings, PeakMemory: r.PeakMemory,
	}
	if solver.Target.Bits > 0 {
		if out.Scalar, err = a.benchScalar(s, solver, req); err != nil {
			return err
		}
	}
	if f.epochs {
		if err := out.readProfile(filepath.Join(dir, job.ProfileName)); err != nil {
			return err
		}
	}
	if f.profile != "" {
		if err := os.MkdirAll(f.profile, 0o755); err != nil {
			return pathError(err)
		}
		out.Profile = filepath.Join(f.profile, job.ProfileName)
		if err := copyFile(out.Profile, filepath.Join(dir, job.ProfileName)); err != nil {
			return pathError(err)
		}
	}
	out.Kernels = report.KernelLines(out.Measured, out.Scalar, out.Costs)
	if a.json {
		return a.printJSON(out)
	}
	report.Bench(a.out, out.Measured, out.Kernels, out.Shares)
	if out.Profile != "" {
		fmt.Fprintf(a.out, "\nprofile: %s\n", out.Profile)
	}
	a.footer(r)
	return nil
}

// benchScalar times the kernels of the same build without vectors.
func (a *app) benchScalar(s *spec, solver *toolchain.Solver, req job.Request) (*job.Measured, error) {
	req.Bench.NoMachine, req.Bench.NoEpochs = true, true
	r, err := a.execute(s, solver, req, "PINDIFFC_SIMD=off")
	if err != nil {
		return nil, err
	}
	if r.measured == nil {
		return nil, errInterrupted
	}
	return r.measured, nil
}

// readProfile adds up the solver's parts.
func (r *benchAnswer) readProfile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	samples, err := profile.Read(f)
	if err != nil {
		return err
	}
	r.Shares = profile.Shares(samples, toolchain.PackagePath(solverPackage), toolchain.PackagePath(exactPackage))
	return nil
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
