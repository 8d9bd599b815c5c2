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

	atPoint bool                     // no operator that needs more than the values at a point
	local   map[string]*model.Symbol // a closure's arguments, which hide other names
	network *network                 // what stands for the network, in the output of a closure
	face    *model.Axis              // in a boundary condition: the axis across its face
}

const depAll = model.DepParam | model.DepSpace | model.DepTime | model.DepState | model.DepLag | model.DepClosure

var (
	inConst     = &scope{where: "a constant", may: "numbers and constants"}
	inField     = &scope{where: "the value of a field", allow: model.DepParam | model.DepSpace, may: "coordinates, params and constants"}
	inState     = &scope{where: "the initial value of a state", allow: model.DepParam | model.DepSpace, may: "coordinates, params and constants"}
	inLet       = &scope{where: "a let", allow: depAll, uses: usesField}
	inEquation  = &scope{where: "an equation", allow: depAll, uses: usesField | usesDdt}
	inFace      = &scope{where: "a face rule", allow: depAll, uses: usesField}
	inPin       = &scope{where: "a pin", allow: model.DepParam, may: "params and constants", atPoint: true}
	inTruth     = &scope{where: "truth", allow: model.DepParam | model.DepSpace | model.DepTime, may: "coordinates, time, params, constants and generators", uses: usesGenerator}
	inTrueField = &scope{where: "the truth of a field", allow: model.DepParam | model.DepSpace, may: "coordinates, params, constants and generators", uses: usesGenerator}
	inExact     = &scope{where: "an exact solution", allow: model.DepParam | model.DepSpace | model.DepTime, may: "coordinates, time, params and constants"}
	inCase      = &scope{where: "cases", allow: model.DepParam | model.DepSpace, may: "coordinates, `case`, params, constants and generators", uses: usesGenerator | usesCase}
	inCaseOnly  = &scope{where: "the value of a param in cases", may: "`case` and constants", uses: usesCase}
)

// permit checks that a name, whose value is v, may stand in this scope.
func (c *checker) permit(s *scope, e *entry, v value, span ast.Span) bool {
	var why string
	switch {
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
	switch {
	case e.sym.Kind == model.KindLet, e.sym.Kind == model.KindClosure && why != "a closure":
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
