package nn

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// activation is a function of one value with its derivative, over slices.
// At a kink the derivative is the one from the left.
type activation[T vec.Float] struct {
	value func(h, z []T)    // h = f(z); h and z may be the same slice
	both  func(h, d, z []T) // h = f(z), d = f'(z)
	he    bool              // initialised after He et al. rather than Glorot and Bengio
}

// leak is the slope of leaky_relu for negative arguments.
const leak = 0.01

// gelu is the form with tanh of Hendrycks and Gimpel (arXiv 1606.08415):
// z/2 (1 + tanh(c (z + k z^3))), c = sqrt(2/pi).
const (
	geluCubic = 0.044715
	geluScale = 0.7978845608028654
)

// activationByName knows tanh, relu, leaky_relu (slope 0.01), elu (alpha 1), gelu
// (with tanh), silu, softplus, sigmoid and sin.
func activationByName[T vec.Float](name string) (activation[T], bool) {
	switch name {
	case "tanh":
		return activation[T]{value: vec.TanhSlice[T], both: vec.TanhSlopes[T]}, true
	case "sigmoid":
		return activation[T]{value: vec.SigmoidSlice[T], both: vec.SigmoidSlopes[T]}, true
	case "sin":
		return activation[T]{value: vec.SinSlice[T], both: vec.SinCosSlice[T]}, true
	case "relu":
		return leaky[T](0), true
	case "leaky_relu":
		return leaky[T](leak), true
	case "elu":
		return activation[T]{value: elu[T], both: eluBoth[T], he: true}, true
	case "gelu":
		return activation[T]{value: gelu[T], both: geluBoth[T], he: true}, true
	case "silu":
		return activation[T]{value: silu[T], both: siluBoth[T], he: true}, true
	case "softplus":
		return activation[T]{value: vec.SoftplusSlice[T], both: vec.SoftplusSlopes[T], he: true}, true
	}
	return activation[T]{}, false
}

func leaky[T vec.Float](slope T) activation[T] {
	return activation[T]{
		value: func(h, z []T) {
			for i, x := range z {
				h[i] = max(x, 0) + T(slope*min(x, 0))
			}
		},
		both: func(h, d, z []T) {
			for i, x := range z {
				h[i] = max(x, 0) + T(slope*min(x, 0))
				d[i] = slope
				if x > 0 {
					d[i] = 1
				}
			}
		},
		he: true,
	}
}

// elu = z for z > 0, e^z - 1 else.
func elu[T vec.Float](h, z []T) {
	for i, x := range z {
		h[i] = x
		if x <= 0 {
			h[i] = T(math.Expm1(float64(x)))
		}
	}
}

func eluBoth[T vec.Float](h, d, z []T) {
	for i, x := range z {
		h[i], d[i] = x, 1
		if x <= 0 {
			h[i] = T(math.Expm1(float64(x)))
			d[i] = h[i] + 1
		}
	}
}

// silu = z sigmoid(z).
func silu[T vec.Float](h, z []T) {
	for i, x := range z {
		h[i] = x * vec.Sigmoid(x)
	}
}

func siluBoth[T vec.Float](h, d, z []T) {
	vec.SigmoidSlice(d, z)
	for i, x := range z {
		s := d[i]
		h[i] = x * s
		d[i] = s + T(h[i]*(1-s))
	}
}

func gelu[T vec.Float](h, z []T) {
	for i, x := range z {
		h[i] = T(x*0.5) * (1 + vec.Tanh(geluInner(x)))
	}
}

func geluBoth[T vec.Float](h, d, z []T) {
	for i, x := range z {
		t := vec.Tanh(geluInner(x))
		h[i] = T(x*0.5) * (1 + t)
		inner := geluScale * (1 + T(3*geluCubic*T(x*x)))
		d[i] = T(0.5*(1+t)) + T(T(x*0.5)*T(T((1-t)*(1+t))*inner))
	}
}

func geluInner[T vec.Float](x T) T { return geluScale * (x + T(geluCubic*T(x*T(x*x)))) }
