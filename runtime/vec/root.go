package vec

import "math"

// x = a 8^q with a in [1/2, 4): the cube root is 2^q times that of a. y = a^(-1/3)
// starts from the minimax polynomial (relative error 0.003); one step of fourth
// order, y + y h (1/3 + h (2/9 + 14/81 h)) with h = 1 - a y^3, takes it to 1e-9; and
// c = a y^2 is put right by one step of Newton's, c + (a - c^3) y^2/3.
var (
	rootStart = [...]float64{1.7952561640353, -1.503505579813, 1.0272002675376,
		-0.38916335725271, 0.074504244095057, -0.0056201174762548}
	rootStep = [...]float64{1. / 3, 2. / 9, 14. / 81}
)

// The same in float32.
var (
	rootStart32 = narrow(rootStart)
	rootStep32  = [...]float32{1. / 3, 2. / 9, 14. / 81}
)

func narrow(x [6]float64) (y [6]float32) {
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func cubeRoot32(x float32) float32 {
	if !(x >= normal32 && x <= math.MaxFloat32) {
		switch {
		case x < 0:
			return float32(math.NaN())
		case !(x < normal32) || x == 0:
			return x
		}
		return cubeRootNormal32(x*(1<<up32)) * (1. / (1 << (up32 / 3)))
	}
	return cubeRootNormal32(x)
}

func cubeRootNormal32(x float32) float32 {
	b := math.Float32bits(x)
	t := float32(float32(int32(b>>23-127))*(1./3)) + magic32
	q := math.Float32bits(t)
	a := math.Float32frombits(b - (q+q+q)<<23)
	p := &rootStart32
	y := float32(p[5]*a) + p[4]
	y = float32(y*a) + p[3]
	y = float32(y*a) + p[2]
	y = float32(y*a) + p[1]
	y = float32(y*a) + p[0]
	h := 1 - float32(a*float32(float32(y*y)*y))
	g := float32(h*rootStep32[2]) + rootStep32[1]
	g = float32(g*h) + rootStep32[0]
	y += float32(float32(y*h) * g)
	v := float32(y * y)
	c := float32(a * v)
	w := float32(c * c)
	u := float32(w * c)
	c += float32((a - u - missed32(w, c, u)) * float32(v*(1./3)))
	return math.Float32frombits(math.Float32bits(c) + q<<23)
}

func cubeRoot64(x float64) float64 {
	if !(x >= normal64 && x <= math.MaxFloat64) {
		switch {
		case x < 0:
			return math.NaN()
		case !(x < normal64) || x == 0:
			return x
		}
		return cubeRootNormal64(x*(1<<up64)) * (1. / (1 << (up64 / 3)))
	}
	return cubeRootNormal64(x)
}

func cubeRootNormal64(x float64) float64 {
	b := math.Float64bits(x)
	t := float64(float64(int64(b>>52-1023))*(1./3)) + magic64
	q := math.Float64bits(t)
	a := math.Float64frombits(b - (q+q+q)<<52)
	p := &rootStart
	y := math.FMA(p[5], a, p[4])
	y = math.FMA(y, a, p[3])
	y = math.FMA(y, a, p[2])
	y = math.FMA(y, a, p[1])
	y = math.FMA(y, a, p[0])
	h := math.FMA(-a, float64(float64(y*y)*y), 1)
	g := math.FMA(h, rootStep[2], rootStep[1])
	g = math.FMA(g, h, rootStep[0])
	y = math.FMA(float64(y*h), g, y)
	v := float64(y * y)
	c := float64(a * v)
	c = math.FMA(math.FMA(-float64(c*c), c, a), float64(v*(1./3)), c)
	return math.Float64frombits(math.Float64bits(c) + q<<52)
}
