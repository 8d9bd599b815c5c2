package emit

import (
	"go/token"
	"strconv"
	"strings"
	"unicode"
)

// scope hands out names that collide with nothing visible: keywords,
// predeclared names, packages that the file may import, and each other.
type scope struct {
	outer *scope
	taken map[string]bool // asked for by key only, never ranged over
	next  map[string]int  // the number to try behind a wish: those before it are taken
}

// predeclared are the universe's names that generated code could use.
var predeclared = strings.Fields(`any append bool byte cap clear close complex copy delete error false float32 float64
	imag init int int32 int64 iota len main make max min new nil panic print println real recover rune string true uint uint8`)

// packages that generated files import.
var packages = strings.Fields(`context fmt io kernel log math nn os slices solver safetensors testing vec verify version`)

// newScope is a file's outermost scope.
func newScope() *scope {
	s := &scope{taken: map[string]bool{"_": true}, next: map[string]int{}}
	for _, list := range [][]string{predeclared, packages} {
		for _, name := range list {
			s.taken[name] = true
		}
	}
	return s
}

// inner is a scope inside s: its names avoid those of s.
func (s *scope) inner() *scope {
	return &scope{outer: s, taken: map[string]bool{}, next: map[string]int{}}
}

func (s *scope) has(name string) bool {
	return s.taken[name] || s.outer != nil && s.outer.has(name)
}

// reserve takes names that are printed as they are.
func (s *scope) reserve(names ...string) {
	for _, name := range names {
		s.taken[name] = true
	}
}

// name takes the identifier nearest to the wish.
func (s *scope) name(wish string) string {
	wish = identifier(wish)
	name := wish
	for n := max(2, s.next[wish]); token.IsKeyword(name) || s.has(name); n++ {
		name = wish + strconv.Itoa(n)
		s.next[wish] = n + 1
	}
	s.taken[name] = true
	return name
}

// identifier drops what Go does not allow in an identifier and turns snake case
// into camel case: "rho_c" is rhoC.
func identifier(s string) string {
	var b strings.Builder
	up := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) && b.Len() > 0:
			if up && b.Len() > 0 {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
			up = false
		default:
			up = true
		}
	}
	if b.Len() == 0 {
		return "v"
	}
	return b.String()
}
