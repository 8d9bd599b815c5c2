//go:build !amd64

package vec

// PositivePart is max(x, 0), NaN for NaN.
func PositivePart[T Float](x T) T { return max(x, 0) }

// NegativePart is min(x, 0), NaN for NaN.
func NegativePart[T Float](x T) T { return min(x, 0) }

// Abs is |x|.
func Abs[T Float](x T) T { return magnitude(x) }
