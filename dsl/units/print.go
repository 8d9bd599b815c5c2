package units

import "strings"

// derived units that dimensions are printed as, where they fit exactly.
var derived = []string{
	"N", "Pa", "J", "W", "V", "Ohm", "F", "H", "T", "Wb",
	"Pa*s", "Pa/m", "W/m", "W/m^2", "W/m^3", "W/m/K", "W/m^2/K", "J/K", "J/kg", "J/kg/K", "J/m^3", "J/m^3/K",
	"J/mol", "J/mol/K", "N/m", "N/m^3", "V/m", "Ohm*m",
}

var derivedByDims = func() map[Dims]string {
	m := map[Dims]string{}
	for _, text := range derived {
		u, err := Parse(text)
		if err != nil || u.Scale != 1 {
			panic("units: bad derived unit " + text) // a mistake in the list above
		}
		if _, ok := m[u.Dims]; !ok {
			m[u.Dims] = text
		}
	}
	return m
}()

// String prints dimensions so that a person recognises them and Parse reads
// them back: `1`, `W/m/K`, `mol/(m^3*s)`.
func (d Dims) String() string {
	if d.Dimensionless() {
		return "1"
	}
	if s, ok := derivedByDims[d]; ok {
		return s
	}
	var above, below []string
	for _, i := range [...]int{1, 0, 2, 3, 4, 5, 6} { // kg first, as people write
		r := d[i]
		switch {
		case r.Num > 0:
			above = append(above, power(base[i], r))
		case r.Num < 0:
			below = append(below, power(base[i], r.Neg()))
		}
	}
	s := strings.Join(above, "*")
	if s == "" {
		s = "1"
	}
	switch len(below) {
	case 0:
		return s
	case 1:
		return s + "/" + below[0]
	}
	return s + "/(" + strings.Join(below, "*") + ")"
}

func power(name string, r Rational) string {
	switch {
	case r.Num == 1 && r.den() == 1:
		return name
	case r.den() == 1:
		return name + "^" + r.String()
	}
	return name + "^(" + r.String() + ")"
}
