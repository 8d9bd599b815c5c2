package layout

// statement formats what a line holds, one of
//
//	x := e    x = e    x += e    x -= e    x, y = e, f    x++    f(e)    var x t    var x p.t    return    continue
//	for i := a; i < b; i++ {    for ; i < b; i += e {    for i := range e {    if e {    } else {    }
func (b *body) statement() bool {
	p := &b.p
	switch {
	case p.take("}"):
		if p.done() {
			b.write("}")
			return true
		}
		return p.take("else") && p.take("{") && b.open("} else {")
	case p.take("return"):
		b.write("return")
		return true
	case p.take("continue"):
		b.write("continue")
		return true
	case p.take("var"):
		name, kind := p.name(), p.name()
		b.write("var ", name, " ", kind)
		if p.take(".") {
			of := p.name()
			b.write(".", of)
			return name != "" && kind != "" && of != ""
		}
		return name != "" && kind != ""
	case p.take("if"):
		b.write("if ")
		return b.condition() && p.take("{") && b.open(" {")
	case p.take("for"):
		b.write("for ")
		return b.header() && p.take("{") && b.open(" {")
	}
	return b.simple()
}

// header formats what stands between for and the brace.
func (b *body) header() bool {
	if p := &b.p; p.ahead("range") {
		name := p.name()
		if name == "" || !p.take(":=") || !p.take("range") {
			return false
		}
		b.write(name, " := range ")
		return b.condition()
	}
	if !b.p.take(";") && (!b.simple() || !b.p.take(";")) {
		return false
	}
	b.write("; ")
	if !b.condition() || !b.p.take(";") {
		return false
	}
	b.write("; ")
	return b.simple()
}

// condition formats an expression that gofmt writes without brackets around it.
func (b *body) condition() bool {
	x := b.p.expr()
	if x == nil || x.kind == bracketed {
		return false
	}
	b.expr(x, 1)
	return true
}

// simple formats an assignment, an increment or a call.
func (b *body) simple() bool {
	left := b.p.list()
	if left == nil {
		return false
	}
	op := b.p.next()
	switch op {
	case "":
		b.exprs(left, 1)
		return left.kind == call && left.more == nil
	case "++":
		b.expr(left, 2)
		b.write(op)
		return left.more == nil
	case ":=", "=", "+=", "-=":
	default:
		return false
	}
	right := b.p.list()
	if right == nil {
		return false
	}
	depth := 1
	if left.more != nil && right.more != nil {
		depth = 2
	}
	b.exprs(left, depth)
	b.write(" ", op, " ")
	b.exprs(right, depth)
	return true
}

// open writes the end of a line that opens a block.
func (b *body) open(text string) bool {
	b.write(text)
	b.depth++
	return true
}

func (b *body) write(texts ...string) {
	for _, text := range texts {
		b.out.WriteString(text)
	}
}
