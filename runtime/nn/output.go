package nn

import "github.com/pindiff/pindiffc/runtime/vec"

// outputMap is the last function of a network, point by point, with its
// derivative: positivity by relu, softplus or exp, intervals by sigmoid or tanh.
type outputMap[T vec.Float] func(y T) (value, derivative T)

func outputByName[T vec.Float](name string) (outputMap[T], bool) {
	switch name {
	case "linear":
		return func(y T) (T, T) { return y, 1 }, true
	case "relu":
		return func(y T) (T, T) {
			if y <= 0 {
				return 0, 0
			}
			return y, 1
		}, true
	case "softplus":
		return func(y T) (T, T) { return vec.Softplus(y), vec.Sigmoid(y) }, true
	case "sigmoid":
		return func(y T) (T, T) {
			s := vec.Sigmoid(y)
			return s, s * (1 - s)
		}, true
	case "tanh":
		return func(y T) (T, T) {
			t := vec.Tanh(y)
			return t, (1 - t) * (1 + t)
		}, true
	case "exp":
		return func(y T) (T, T) {
			e := vec.Exp(y)
			return e, e
		}, true
	}
	return nil, false
}
