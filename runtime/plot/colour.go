package plot

import (
	"image/color"
	"math"
)

// A colourMap takes [0, 1] to a colour.
type colourMap func(s float64) color.RGBA

// sequential is for values: dark to bright with even steps of lightness, also
// for colour-blind eyes and in grey print (a polynomial fit of "viridis",
// Smith and van der Walt 2015; its error is below what a screen shows).
func sequential(s float64) color.RGBA {
	return polynomial(&viridis, s)
}

var viridis = [7][3]float64{
	{0.27773, 0.00541, 0.33410},
	{0.10509, 1.40461, 1.38459},
	{-0.33086, 0.21485, 0.09510},
	{-4.63423, -5.79910, -19.33244},
	{6.22827, 14.17993, 56.69055},
	{4.77638, -13.74515, -65.35303},
	{-5.43546, 4.64585, 26.31244},
}

func polynomial(c *[7][3]float64, s float64) color.RGBA {
	s = min(max(s, 0), 1)
	var v [3]float64
	for i := len(c) - 1; i >= 0; i-- {
		for k := range v {
			v[k] = v[k]*s + c[i][k]
		}
	}
	return color.RGBA{R: level(v[0]), G: level(v[1]), B: level(v[2]), A: 255}
}

// diverging is for differences: blue below zero, near-white at zero, red above,
// equally far from white at equal distances.
func diverging(s float64) color.RGBA {
	low, mid, high := [3]float64{0.13, 0.30, 0.60}, [3]float64{0.97, 0.97, 0.97}, [3]float64{0.65, 0.12, 0.14}
	s = min(max(s, 0), 1)
	end, w := low, 1-2*s
	if s > 0.5 {
		end, w = high, 2*s-1
	}
	w = math.Pow(w, 0.85)
	mix := func(k int) uint8 { return level(mid[k] + w*(end[k]-mid[k])) }
	return color.RGBA{R: mix(0), G: mix(1), B: mix(2), A: 255}
}

func level(v float64) uint8 { return uint8(math.Round(255 * min(max(v, 0), 1))) }

// Colours of lines, distinguishable also without hue (Okabe and Ito 2008).
var palette = []color.RGBA{
	{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255},
	{204, 121, 167, 255}, {230, 159, 0, 255}, {86, 180, 233, 255}, {70, 70, 70, 255},
}

// missing is where a value is not a number.
var missing = color.RGBA{190, 190, 190, 255}
