package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/klauspost/cpuid/v2"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/bench/peers/side"
	"github.com/pindiff/pindiffc/runtime/measure"
)

// bench is one run of the command.
type bench struct {
	options
	config  *side.Config // of options.config
	command *command.Command
	ours    string // program of our side
	vectors string // how it was built

	machines map[string]*measure.Machine // by precision
}

// system is a solver that our side links.
type system struct{ name, spec, precision string }

// workload is measured to some rows of the table.
type workload struct {
	name    string
	systems []system
	measure func() ([]row, error)
}

func newBench(o options) (*bench, error) {
	b := &bench{options: o}
	var err error
	if b.config, err = side.Read(o.config, o.full); err != nil {
		return nil, fmt.Errorf("%w (run it from the top of the repository)", err)
	}
	if b.repeats <= 0 {
		b.repeats = b.config.Repeats
	}
	return b, nil
}

func (b *bench) close() {
	if b.command != nil {
		b.command.Close()
	}
}

// build compiles the specifications of the chosen workloads by the command, and
// links them with package side, in a module of its own.
func (b *bench) build(chosen []workload) error {
	fmt.Fprintln(os.Stderr, "building ...")
	var err error
	if b.command, err = command.Build(); err != nil {
		return err
	}
	dir := filepath.Join(b.command.Dir, "side")
	done := map[string]bool{}
	imports, entries := "", ""
	for _, x := range chosen {
		for _, s := range x.systems {
			if done[s.name] {
				continue
			}
			done[s.name] = true
			text, good, err := b.command.Output(s.spec, "-set", "precision="+s.precision, "-o", filepath.Join(dir, s.name), "-pkg", s.name)
			if err == nil && !good {
				err = fmt.Errorf("pindiffc %s: %s", s.spec, text)
			}
			if err != nil {
				return err
			}
			imports += fmt.Sprintf("\t%q\n", "peers.side/"+s.name)
			entries += fmt.Sprintf("\t\t%q: %s.Problem(),\n", s.name, s.name)
		}
	}
	if imports == "" {
		return nil
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	const module = "github.com/pindiff/pindiffc"
	files := map[string]string{
		"go.mod": strings.Replace(string(mod), "module "+module, "module peers.side", 1) +
			fmt.Sprintf("\nrequire %s v0.0.0\nreplace %s => %q\n", module, module, here),
		"go.sum": string(sum),
		"main.go": "package main\n\nimport (\n\t\"" + module + "/bench/peers/side\"\n" + imports + ")\n\n" +
			"func main() {\n\tside.Main(map[string]any{\n" + entries + "\t})\n}\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	b.ours = filepath.Join(b.command.Dir, "ours")
	args := []string{"build", "-o", b.ours}
	experiment := ""
	b.vectors = "no vectors"
	if runtime.GOARCH == "amd64" { // as the command builds solvers
		switch {
		case cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.AVX512VL, cpuid.AVX512CD):
			experiment, b.vectors = "simd", "vectors of 512 bits"
			args = append(args, "-tags=pindiffc_avx512")
		case cpuid.CPU.Supports(cpuid.AVX2, cpuid.FMA3):
			experiment, b.vectors = "simd", "vectors of 256 bits"
		}
	}
	cmd := exec.Command("go", append(args, ".")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOEXPERIMENT="+experiment, "GOWORK=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building our side: %w\n%s", err, out)
	}
	return nil
}

// form is what sides are told.
func (b *bench) form() string {
	if b.full {
		return "full"
	}
	return "short"
}
