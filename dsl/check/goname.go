package check

import (
	"go/token"
	"strconv"
	"strings"
	"unicode"

	"github.com/pindiff/pindiffc/dsl/model"
)

// goKeywords cannot be package names; as parts of exported names they are harmless.
var goKeywords = func() map[string]bool {
	m := map[string]bool{"main": true, "init": true, "internal": true, "vendor": true, "testdata": true}
	for t := token.BREAK; t <= token.VAR; t++ {
		m[t.String()] = true
	}
	return m
}()

// goNames gives every symbol an exported Go identifier of its own: `rho_c` is
// RhoC. Where two names become one, a name that is its own Go identifier keeps
// it (`T` before `t`), then physics comes before coordinates, then the order of
// the text; the others get the first free number: `t` is T2.
func goNames(entries []*entry) {
	taken := map[string]bool{}
	give := func(pick func(*model.Symbol, string) bool) {
		for _, e := range entries {
			s := e.sym
			want := exported(s.Name)
			if s.GoName != "" || !pick(s, want) {
				continue
			}
			name := want
			for n := 2; taken[name]; n++ {
				name = want + strconv.Itoa(n)
			}
			taken[name] = true
			s.GoName = name
		}
	}
	coordinate := func(s *model.Symbol) bool { return s.Kind == model.KindCoord || s.Kind == model.KindTime }
	give(func(s *model.Symbol, want string) bool { return s.Name == want })
	give(func(s *model.Symbol, _ string) bool { return !coordinate(s) })
	give(func(*model.Symbol, string) bool { return true })
}

// exported turns a name into an exported Go identifier.
func exported(name string) string {
	var b strings.Builder
	upper := true
	for _, r := range name {
		if r == '_' {
			upper = true
			continue
		}
		if upper {
			r = unicode.ToUpper(r)
			upper = false
		}
		b.WriteRune(r)
	}
	s := b.String()
	if !token.IsExported(s) {
		s = "X" + s
	}
	return s
}
