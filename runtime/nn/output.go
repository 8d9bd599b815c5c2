package nn

import "github.com/pindiff/pindiffc/runtime/vec"

// outputByName is the last function of a network, point by point: positivity by
// relu, softplus or exp, intervals by sigmoid or tanh.
func outputByName[T vec.Float](name string) (activation[T], bool) {
	switch name {
	case "linear":
		return activation[T]{
			value: vec.Copy[T],
			both: func(h, d, z []T) {
				vec.Copy(h, z)
				for i := range d {
					d[i] = 1
				}
			},
		}, true
	case "exp":
		return activation[T]{
			value: vec.ExpSlice[T],
			both: func(h, d, z []T) {
				vec.ExpSlice(h, z)
				vec.Copy(d, h)
			},
		}, true
	case "relu", "softplus", "sigmoid", "tanh":
		return activationByName[T](name)
	}
	return activation[T]{}, false
}
