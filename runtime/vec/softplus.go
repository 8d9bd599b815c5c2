package vec

import "math"

// log(1 + e^x) = max(x, 0) + log(1 + u), u = e^-|x| in (0, 1], and
// log(1 + u) = 2 artanh(s), s = u/(2 + u) <= 1/3, by its series in s^2: the
// relative accuracy is kept however small u is.
var (
	artanh32 = [...]float32{2, 2. / 3, 2. / 5, 2. / 7, 2. / 9, 2. / 11, 2. / 13, 2. / 15}
	artanh64 = [...]float64{2, 2. / 3, 2. / 5, 2. / 7, 2. / 9, 2. / 11, 2. / 13, 2. / 15, 2. / 17,
		2. / 19, 2. / 21, 2. / 23, 2. / 25, 2. / 27, 2. / 29, 2. / 31, 2. / 33}
)

func softplus32(x float32) float32 {
	u := exp32(math.Float32frombits(math.Float32bits(x) | 1<<31))
	s := u / (u + 2)
	z := float32(s * s)
	p := float32(0)
	for k := len(artanh32) - 1; k >= 0; k-- {
		p = float32(p*z) + artanh32[k]
	}
	if x < 0 {
		x = 0
	}
	return x + float32(p*s)
}

func softplus64(x float64) float64 {
	u := exp64(math.Float64frombits(math.Float64bits(x) | 1<<63))
	s := u / (u + 2)
	z := float64(s * s)
	p := 0.
	for k := len(artanh64) - 1; k >= 0; k-- {
		p = float64(p*z) + artanh64[k]
	}
	if x < 0 {
		x = 0
	}
	return x + float64(p*s)
}
