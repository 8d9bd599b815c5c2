package units

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text  string
		scale float64
		dims  Dims
	}{
		{"1", 1, Dims{}},
		{"%", 0.01, Dims{}},
		{"m", 1, of(1)},
		{"mm", 1e-3, of(1)},
		{"um", 1e-6, of(1)},
		{"h", 3600, of(0, 0, 1)},
		{"min", 60, of(0, 0, 1)},
		{"ms", 1e-3, of(0, 0, 1)},
		{"kPa", 1e3, of(-1, 1, -2)},
		{"hPa", 1e2, of(-1, 1, -2)},
		{"mbar", 1e2, of(-1, 1, -2)},
		{"cd", 1, of(0, 0, 0, 0, 0, 0, 1)},
		{"g/cm^3", 1e3, of(-3, 1)},
		{"kg m^-3", 1, of(-3, 1)},
		{"kg*m^-3", 1, of(-3, 1)},
		{"J/mol/K", 1, of(2, 1, -2, 0, -1, -1)},
		{"W/(m K)", 1, of(1, 1, -3, 0, -1)},
		{"W/(m*K)", 1, of(1, 1, -3, 0, -1)},
		{"1/m", 1, of(-1)},
		{"m^2/s", 1, of(2, 0, -1)},
		{"(m/s)^2", 1, of(2, 0, -2)},
		{"mm^2", 1e-6, of(2)},
		{"mL", 1e-6, of(3)},
		{"kWh", 3.6e6, of(2, 1, -2)},
		{" m ", 1, of(1)},
	} {
		u, err := Parse(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.dims, u.Dims, c.text)
		require.InEpsilon(t, c.scale, u.Scale, 1e-14, c.text)
		require.Equal(t, strings.TrimSpace(c.text), u.Text)
	}
}

func TestParseFractions(t *testing.T) {
	half, _ := NewRational(1, 2)
	for _, text := range []string{"m^0.5", "m^(1/2)", "m^(0.5)", "m^(2/4)"} {
		u, err := Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, Dims{half}, u.Dims, text)
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "empty unit",
		"parsec":                        "unknown unit `parsec`",
		"degC":                          "unit `degC` is not supported",
		"J/mol K":                       "`/mol K` can be read in two ways",
		"2*m":                           "no factor `2`",
		"m^":                            "exponent is missing",
		"m^99999":                       "out of range",
		"m^(1/0)":                       "divides by zero",
		"(m":                            "missing `)`",
		"m)":                            "unexpected",
		"m/":                            "unit is missing",
		"m;s":                           "unexpected",
		"((((((((((((((((((m))))))))))": "nested too deeply",
		"Qm^99 Qm^99 Qm^99":             "scale of this unit is out of range",
	} {
		_, err := Parse(text)
		require.ErrorContains(t, err, want, text)
		var e *Error
		require.True(t, errors.As(err, &e))
		require.True(t, 0 <= e.Start && e.Start <= e.End && e.End <= len(text), "%q: %v", text, e)
	}
	_, err := Parse(strings.Repeat("m", 1000))
	require.ErrorContains(t, err, "more than")
}

// anyDims draws exponents of a size that real formulas have.
func anyDims() *rapid.Generator[Dims] {
	return rapid.Custom(func(t *rapid.T) Dims {
		var d Dims
		for i := range d {
			d[i], _ = NewRational(rapid.IntRange(-6, 6).Draw(t, "num"), rapid.IntRange(1, 4).Draw(t, "den"))
		}
		return d
	})
}

func TestDimsAreAGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDims().Draw(t, "a"), anyDims().Draw(t, "b")
		ab, ok := a.Mul(b)
		require.True(t, ok)
		ba, _ := b.Mul(a)
		require.Equal(t, ab, ba)
		back, ok := ab.Div(b)
		require.True(t, ok)
		require.Equal(t, a, back)
		two, _ := NewRational(2, 1)
		half, _ := NewRational(1, 2)
		sq, ok := a.Pow(two)
		require.True(t, ok)
		root, ok := sq.Pow(half)
		require.True(t, ok)
		require.Equal(t, a, root)
	})
}

func TestPrintedDimsParseBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDims().Draw(t, "d")
		u, err := Parse(d.String())
		require.NoError(t, err, d.String())
		require.Equal(t, d, u.Dims)
		require.Equal(t, 1.0, u.Scale)
	})
}

func TestString(t *testing.T) {
	require.Equal(t, "1", Dims{}.String())
	require.Equal(t, "W/m/K", of(1, 1, -3, 0, -1).String())
	require.Equal(t, "mol/(m^3*s)", of(-3, 0, -1, 0, 0, 1).String())
	require.Equal(t, "1/s", of(0, 0, -1).String())
	require.Equal(t, "m/s", of(1, 0, -1).String())
}

func TestRationalOf(t *testing.T) {
	for v, want := range map[float64]string{0.5: "1/2", -2: "-2", 1.0 / 3: "1/3", 1.75: "7/4", 0: "0"} {
		r, ok := RationalOf(v)
		require.True(t, ok)
		require.Equal(t, want, r.String())
	}
	for _, v := range []float64{math.Pi, 1e9, math.Inf(1), math.NaN()} {
		_, ok := RationalOf(v)
		require.False(t, ok, v)
	}
}

// FuzzParse: no text makes the parser panic or hang, and what it accepts it
// describes in its own terms.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"J/mol/K", "kg m^-3", "W/(m K)", "m^(1/2)", "°C", "%", "((", "1/1/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := Parse(text)
		if err != nil {
			var e *Error
			require.True(t, errors.As(err, &e))
			require.True(t, 0 <= e.Start && e.Start <= e.End && e.End <= len(text))
			return
		}
		back, err := Parse(u.Dims.String())
		require.NoError(t, err)
		require.Equal(t, u.Dims, back.Dims)
	})
}
