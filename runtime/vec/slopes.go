package vec

// The functions of this file set h[i] = f(x[i]), the bits of the slice function of
// that name, and d[i] = f'(x[i]) from the same evaluation. h may be x; d is
// another slice.

// TanhSlopes is for tanh: tanh' = (1 - tanh)(1 + tanh).
func TanhSlopes[T Float](h, d, x []T) {
	sameLength(len(h), len(x))
	sameLength(len(d), len(x))
	done := 0
	if single[T]() {
		done = tanhSlopes32(as32(h), as32(d), as32(x))
	} else {
		done = tanhSlopes64(as64(h), as64(d), as64(x))
	}
	for i := done; i < len(x); i++ {
		h[i] = Tanh(x[i])
		d[i] = (1 - h[i]) * (1 + h[i])
	}
}

// SigmoidSlopes is for sigmoid: sigmoid' = sigmoid (1 - sigmoid).
func SigmoidSlopes[T Float](h, d, x []T) {
	sameLength(len(h), len(x))
	sameLength(len(d), len(x))
	done := 0
	if single[T]() {
		done = sigmoidSlopes32(as32(h), as32(d), as32(x))
	} else {
		done = sigmoidSlopes64(as64(h), as64(d), as64(x))
	}
	for i := done; i < len(x); i++ {
		h[i] = Sigmoid(x[i])
		d[i] = h[i] * (1 - h[i])
	}
}

// SoftplusSlopes is for softplus: softplus' = sigmoid.
func SoftplusSlopes[T Float](h, d, x []T) {
	sameLength(len(h), len(x))
	sameLength(len(d), len(x))
	done := 0
	if single[T]() {
		done = softplusSlopes32(as32(h), as32(d), as32(x))
	} else {
		done = softplusSlopes64(as64(h), as64(d), as64(x))
	}
	for i := done; i < len(x); i++ {
		d[i] = softplusSlope(x[i])
		h[i] = Softplus(x[i])
	}
}
