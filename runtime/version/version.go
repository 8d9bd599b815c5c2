// Package version lets a generated package refuse, at compile time, to be built
// with a runtime that it does not fit.
//
// A generated package states the contract version G it was written for:
//
//	const (
//		_ = version.EnforceVersion(G - version.Min) // generated code is recent enough
//		_ = version.EnforceVersion(version.Max - G) // the runtime is recent enough
//	)
//
// A negative constant does not fit EnforceVersion, so the build stops with
// "overflows version.EnforceVersion" at the line whose comment says what to do.
// The package holds numbers only, and must never import anything.
package version

// Versions of the contract between generated code and the runtime (packages
// kernel, grid, nn and solver). Raise Max when generated code starts to need
// something new, and Min to Max when older generated code no longer works.
const (
	Min = 3
	Max = 5
)

// EnforceVersion is an unsigned type: a negative constant does not convert to it.
type EnforceVersion uint
