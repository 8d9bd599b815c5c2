//go:build !(goexperiment.simd && amd64)

package measure

import "github.com/pindiff/pindiffc/runtime/vec"

// triad sets a = b + s*c.
func triad[T vec.Float](a, b, c []T, s T) { triadScalar(a, b, c, s) }

// multiplyAdds takes steps of eight independent chains of multiply-adds.
func multiplyAdds[T vec.Float](steps int) { multiplyAddsScalar(steps) }

// operations of one step.
func operations[T vec.Float]() float64 { return operationsScalar }
