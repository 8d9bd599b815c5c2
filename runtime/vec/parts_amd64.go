package vec

// PositivePart is max(x, 0), NaN for NaN. The processor's own maximum loses NaN and the
// sign of zero, and making up for that takes longer than a branch, which a field that
// is smooth from cell to cell makes easy to foresee.
func PositivePart[T Float](x T) T {
	if x <= 0 {
		return 0
	}
	return x
}

// NegativePart is min(x, 0), NaN for NaN.
func NegativePart[T Float](x T) T {
	if x > 0 {
		return 0
	}
	return x
}

// Abs is |x|, by a branch likewise: to clear the sign bit, Go takes the number through a
// register of integers.
func Abs[T Float](x T) T {
	if x <= 0 {
		return 0 - x
	}
	return x
}
