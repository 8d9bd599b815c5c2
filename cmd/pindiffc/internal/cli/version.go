package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	contract "github.com/pindiff/pindiffc/runtime/version"
)

// versionInfo is the answer of `pindiffc version -json`.
type versionInfo struct {
	Version      string `json:"version"`       // of the module
	Source       string `json:"source"`        // folder of a development build
	Runtime      string `json:"runtime"`       // version, or hash of a development build's runtime
	ContractMin  int    `json:"contract_min"`  // generated code that this runtime takes
	ContractMax  int    `json:"contract_max"`  //
	Go           string `json:"go"`            // that this program was built with
	MinimumGo    string `json:"minimum_go"`    // that solvers need
	Platform     string `json:"platform"`      //
	Vectors      string `json:"vectors"`       // "avx512", "avx2", "scalar": what solvers are built for
	VectorBits   int    `json:"vector_bits"`   //
	SolversCache string `json:"solvers_cache"` // folder
}

func (a *app) versionCommand() *cobra.Command {
	c := &cobra.Command{
		Use:         "version",
		Short:       "say which version this is, and what it builds solvers for",
		Long:        "Version says which version of pindiffc this is, which runtime and which vectors its solvers are built with, and where they are kept.",
		Annotations: usageLine("pindiffc version [-json]"),
		Args:        arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			v := currentVersion()
			if a.json {
				return a.printJSON(v)
			}
			fmt.Fprintf(a.out, "pindiffc  %s\n", v.Version)
			if v.Source != "" {
				fmt.Fprintf(a.out, "source    %s\n", v.Source)
			}
			fmt.Fprintf(a.out, "runtime   %s (generated code %d to %d)\n", v.Runtime, v.ContractMin, v.ContractMax)
			fmt.Fprintf(a.out, "go        %s %s (solvers need %s or later)\n", v.Go, v.Platform, v.MinimumGo)
			if v.VectorBits > 0 {
				fmt.Fprintf(a.out, "vectors   %s, %d bits\n", v.Vectors, v.VectorBits)
			} else {
				fmt.Fprintf(a.out, "vectors   none (scalar code)\n")
			}
			fmt.Fprintf(a.out, "solvers   %s\n", v.SolversCache)
			return nil
		},
	}
	a.jsonFlag(c)
	return c
}

// currentVersion gathers what is known; what is not stays empty, so that
// `version` also helps where the installation is broken.
func currentVersion() versionInfo {
	src, _ := toolchain.Locate()
	target := toolchain.Native()
	v := versionInfo{
		Version: src.Version, Source: src.Dir,
		ContractMin: contract.Min, ContractMax: contract.Max,
		Go: runtime.Version(), MinimumGo: toolchain.MinimumGo(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Vectors: target.Level, VectorBits: target.Bits,
	}
	v.Runtime, _ = src.RuntimeVersion()
	v.SolversCache, _ = toolchain.CacheDir()
	return v
}

func versionText() string {
	v := currentVersion()
	return fmt.Sprintf("%s (%s, %s)", v.Version, v.Go, v.Platform)
}
