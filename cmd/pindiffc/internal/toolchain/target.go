package toolchain

import (
	"runtime"

	"github.com/klauspost/cpuid/v2"
)

// Target is how a solver is compiled for the processor of this machine.
type Target struct {
	Experiment string // GOEXPERIMENT
	Tags       string
	Level      string // vector level, part of the cache key: "avx512", "avx2", "scalar"
	Bits       int    // width of the vectors, 0 for scalar code
}

// Native is the best target of this machine: vectors of 512 bits where the
// processor has the AVX-512 that the vector code uses, else of 256 bits, else
// scalar code.
func Native() Target {
	switch {
	case runtime.GOARCH != "amd64":
		return Plain()
	case cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.AVX512VL, cpuid.AVX512CD):
		return Target{Experiment: "simd", Tags: "pindiffc_avx512", Level: "avx512", Bits: 512}
	case cpuid.CPU.Supports(cpuid.AVX2, cpuid.FMA3):
		return Target{Experiment: "simd", Level: "avx2", Bits: 256}
	}
	return Plain()
}

// Plain is scalar code, which builds everywhere.
func Plain() Target { return Target{Level: "scalar"} }
