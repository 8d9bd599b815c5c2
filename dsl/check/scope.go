package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// scope says what an expression may use, by where it stands.
type scope struct {
	where string     // "the initial value of a state"
	allow model.Deps // what names may depend on
	may   string     // the same for people
	uses  uses       // which of usesField, usesCase, usesGenerator, usesDdt are allowed
}

const depAll = model.DepParam | model.DepSpace | model.DepTime | model.DepState | model.DepLag | model.DepClosure

var (
	inConst     = &scope{where: "a constant", may: "numbers and constants"}
	inField     = &scope{"the value of a field", model.DepParam | model.DepSpace, "coordinates, params and constants", 0}
	inState     = &scope{"the initial value of a state", model.DepParam | model.DepSpace, "coordinates, params and constants", 0}
	inLet       = &scope{"a let", depAll, "", usesField}
	inEquation  = &scope{"an equation", depAll, "", usesField | usesDdt}
	inBoundary  = &scope{"a boundary condition", model.DepParam | model.DepSpace | model.DepTime, "coordinates, time, params and constants", 0}
	inFace      = &scope{"a face rule", model.DepParam | model.DepSpace | model.DepTime | model.DepClosure, "what depends on place and time only", usesField}
	inTruth     = &scope{"truth", model.DepParam | model.DepSpace | model.DepTime, "coordinates, time, params, constants and generators", usesGenerator}
	inTrueField = &scope{"the truth of a field", model.DepParam | model.DepSpace, "coordinates, params, constants and generators", usesGenerator}
	inCase      = &scope{"cases", model.DepParam | model.DepSpace, "coordinates, `case`, params, constants and generators", usesGenerator | usesCase}
	inCaseOnly  = &scope{"the value of a param in cases", 0, "`case` and constants", usesCase}
)

// permit checks that a name may stand in this scope.
func (c *checker) permit(s *scope, e *entry, span ast.Span) bool {
	var why string
	switch v := e.val; {
	case v.e.Deps&^s.allow != 0:
		why = dependence(v.e.Deps &^ s.allow)
	case v.uses&^s.uses&usesField != 0:
		why = "a given field"
	case v.uses&^s.uses&usesClosure != 0 && s.allow&model.DepClosure == 0:
		why = "a closure"
	default:
		return true
	}
	code := "E0204"
	if s == inConst {
		code = "E0303"
	}
	r := c.fail(code, span, "`%s` cannot be used in %s", e.sym.Name, s.where)
	switch e.sym.Kind {
	case model.KindLet:
		r.label("it depends on %s", why)
	default:
		r.label("this is %s", why)
	}
	if s.may != "" {
		r.help("%s may use %s", s.where, s.may)
	}
	return false
}

// dependence names one thing among those that a value depends on.
func dependence(d model.Deps) string {
	switch {
	case d&(model.DepState|model.DepLag) != 0:
		return "a state"
	case d&model.DepClosure != 0:
		return "a closure"
	case d&model.DepTime != 0:
		return "time"
	case d&model.DepSpace != 0:
		return "a coordinate or field"
	}
	return "a param"
}
