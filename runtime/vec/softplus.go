package vec

import "math"

// log(1 + e^x) = max(x, 0) + log(1 + u), u = e^-|x| in (0, 1], and
// log(1 + u) = 2 artanh(s) = 2s + s^3 G(s^2), s = u/(2 + u) <= 1/3, with G minimax
// (relative error 2^-62 and 2^-31): accurate however small u is. The derivative is
// 1/(1 + u) for x >= 0, u/(1 + u) below.
var (
	artanh32 = [...]float32{0.6666666735511779750027, 0.3999969630432914770426,
		0.2859281077540328212544, 0.2170004109650508569278, 0.2325378287527363515822}
	artanh64 = [...]float64{0.6666666666666666689843, 0.3999999999999950004376,
		0.2857142857160678792334, 0.2222222219746476012336, 0.181818199431951603698,
		0.1538454244306979614051, 0.1333520979399355075026, 0.1173388417538860128981,
		0.1084820190829287651962, 0.07479328340427457680226, 0.1565366181684596992311}
)

func softplus32(x float32) float32 {
	u := exp32(-magnitude(x))
	s := u / (u + 2)
	z := float32(s * s)
	c := &artanh32
	p := float32(c[4]*z) + c[3]
	p = float32(p*z) + c[2]
	p = float32(p*z) + c[1]
	p = float32(p*z) + c[0]
	if x < 0 {
		x = 0
	}
	return x + float32(s*(float32(p*z)+2))
}

func softplus64(x float64) float64 {
	u := exp64(-math.Abs(x))
	s := u / (u + 2)
	z := float64(s * s)
	w := float64(z * z)
	c := &artanh64
	even := math.FMA(w, c[10], c[8])
	even = math.FMA(w, even, c[6])
	even = math.FMA(w, even, c[4])
	even = math.FMA(w, even, c[2])
	even = math.FMA(w, even, c[0])
	odd := math.FMA(w, c[9], c[7])
	odd = math.FMA(w, odd, c[5])
	odd = math.FMA(w, odd, c[3])
	odd = math.FMA(w, odd, c[1])
	if x < 0 {
		x = 0
	}
	return x + float64(s*math.FMA(z, math.FMA(z, odd, even), 2))
}

// softplusSlope is the derivative, sigmoid(x).
func softplusSlope[T Float](x T) T {
	u := Exp(-magnitude(x))
	if x < 0 {
		return u / (1 + u)
	}
	return 1 / (1 + u)
}
