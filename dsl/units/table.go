package units

import "math"

// An atom is a unit with a name of its own. Those with prefixes take the SI
// prefixes; those with a reason are refused with it.
type atom struct {
	scale    float64
	dims     Dims
	prefixes bool
	refused  string
}

// dims of integer exponents: m kg s A K mol cd.
func of(exps ...int) Dims {
	var d Dims
	for i, e := range exps {
		d[i], _ = NewRational(e, 1)
	}
	return d
}

const offsetTemperature = "a temperature scale with a zero of its own cannot be multiplied; write kelvin, `K`"

// atoms by name. Names are matched whole before a prefix is split off, so
// `min` is a minute, `cd` a candela, `Pa` a pascal.
var atoms = map[string]atom{
	"m":   {scale: 1, dims: of(1), prefixes: true},
	"g":   {scale: 1e-3, dims: of(0, 1), prefixes: true},
	"s":   {scale: 1, dims: of(0, 0, 1), prefixes: true},
	"A":   {scale: 1, dims: of(0, 0, 0, 1), prefixes: true},
	"K":   {scale: 1, dims: of(0, 0, 0, 0, 1), prefixes: true},
	"mol": {scale: 1, dims: of(0, 0, 0, 0, 0, 1), prefixes: true},
	"cd":  {scale: 1, dims: of(0, 0, 0, 0, 0, 0, 1), prefixes: true},

	"Hz":  {scale: 1, dims: of(0, 0, -1), prefixes: true},
	"N":   {scale: 1, dims: of(1, 1, -2), prefixes: true},
	"Pa":  {scale: 1, dims: of(-1, 1, -2), prefixes: true},
	"J":   {scale: 1, dims: of(2, 1, -2), prefixes: true},
	"W":   {scale: 1, dims: of(2, 1, -3), prefixes: true},
	"C":   {scale: 1, dims: of(0, 0, 1, 1), prefixes: true},
	"V":   {scale: 1, dims: of(2, 1, -3, -1), prefixes: true},
	"Ohm": {scale: 1, dims: of(2, 1, -3, -2), prefixes: true},
	"ohm": {scale: 1, dims: of(2, 1, -3, -2), prefixes: true},
	"Ω":   {scale: 1, dims: of(2, 1, -3, -2), prefixes: true},
	"S":   {scale: 1, dims: of(-2, -1, 3, 2), prefixes: true},
	"F":   {scale: 1, dims: of(-2, -1, 4, 2), prefixes: true},
	"H":   {scale: 1, dims: of(2, 1, -2, -2), prefixes: true},
	"T":   {scale: 1, dims: of(0, 1, -2, -1), prefixes: true},
	"Wb":  {scale: 1, dims: of(2, 1, -2, -1), prefixes: true},
	"rad": {scale: 1},
	"sr":  {scale: 1},
	"deg": {scale: math.Pi / 180},
	"%":   {scale: 1e-2},
	"ppm": {scale: 1e-6},

	"L":   {scale: 1e-3, dims: of(3), prefixes: true},
	"l":   {scale: 1e-3, dims: of(3), prefixes: true},
	"t":   {scale: 1e3, dims: of(0, 1)},
	"min": {scale: 60, dims: of(0, 0, 1)},
	"h":   {scale: 3600, dims: of(0, 0, 1)},
	"d":   {scale: 86400, dims: of(0, 0, 1)},
	"yr":  {scale: 365.25 * 86400, dims: of(0, 0, 1)},
	"bar": {scale: 1e5, dims: of(-1, 1, -2), prefixes: true},
	"atm": {scale: 101325, dims: of(-1, 1, -2)},
	"eV":  {scale: 1.602176634e-19, dims: of(2, 1, -2), prefixes: true},
	"cal": {scale: 4.184, dims: of(2, 1, -2), prefixes: true},
	"Wh":  {scale: 3600, dims: of(2, 1, -2), prefixes: true},

	"degC": {refused: offsetTemperature},
	"degF": {refused: offsetTemperature},
	"°C":   {refused: offsetTemperature},
	"°F":   {refused: offsetTemperature},
	"dB":   {refused: "a logarithmic unit cannot be multiplied; write the ratio itself"},
	"pH":   {refused: "a logarithmic unit cannot be multiplied; write a concentration, `mol/L`"},
}

// prefixes of SI, longest first where one begins another.
var prefixes = []struct {
	text  string
	scale float64
}{
	{"da", 1e1},
	{"Q", 1e30}, {"R", 1e27}, {"Y", 1e24}, {"Z", 1e21}, {"E", 1e18}, {"P", 1e15},
	{"T", 1e12}, {"G", 1e9}, {"M", 1e6}, {"k", 1e3}, {"h", 1e2},
	{"d", 1e-1}, {"c", 1e-2}, {"m", 1e-3}, {"u", 1e-6}, {"µ", 1e-6}, {"μ", 1e-6},
	{"n", 1e-9}, {"p", 1e-12}, {"f", 1e-15}, {"a", 1e-18}, {"z", 1e-21}, {"y", 1e-24},
}

// lookup finds a name, whole or with a prefix.
func lookup(name string) (atom, bool) {
	if a, ok := atoms[name]; ok {
		return a, true
	}
	for _, p := range prefixes {
		if len(name) > len(p.text) && name[:len(p.text)] == p.text {
			if a, ok := atoms[name[len(p.text):]]; ok && a.prefixes {
				a.scale *= p.scale
				return a, true
			}
		}
	}
	return atom{}, false
}
