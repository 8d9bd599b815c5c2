// Package layout formats files of generated kernels as gofmt does, several times
// faster: kernels are long lists of simple statements, one to a line, and formatting
// them is what a large system would wait for longest.
//
// The text around functions goes through go/format. What a body may hold is the
// little that kernels need (see statement); any other text is left to go/format as a
// whole, so that the result is gofmt's in every case. The package knows nothing of
// kernels beyond that.
package layout

import (
	"bytes"
	"go/format"
)

// Source formats a file: the same bytes as format.Source.
func Source(src []byte) ([]byte, error) {
	if out, ok := quick(src); ok {
		return out, nil
	}
	return format.Source(src)
}

// quick formats a file whose function bodies are simple.
func quick(src []byte) ([]byte, bool) {
	if bytes.IndexByte(src, '`') >= 0 { // lines may be those of a string
		return nil, false
	}
	frame := make([]byte, 0, 1<<12) // the file without what is in its functions
	bodies := bytes.NewBuffer(make([]byte, 0, len(src)+len(src)/8))
	var ends []int // of each body
	b := body{out: bodies}
	inside := false
	for line := range bytes.Lines(src) {
		text := bytes.TrimSpace(line)
		switch {
		case !inside:
			frame = append(frame, line...)
			inside = bytes.HasPrefix(line, []byte("func ")) && bytes.HasSuffix(text, []byte("{"))
			b.depth = 1
		case !b.line(text):
			return nil, false
		case b.depth == 0:
			frame = append(frame, "}\n"...)
			ends = append(ends, bodies.Len())
			inside = false
		}
	}
	if inside {
		return nil, false
	}
	frame, err := format.Source(frame)
	if err != nil {
		return nil, false
	}
	return join(frame, bodies.Bytes(), ends)
}

// join puts bodies into the functions of a formatted frame.
func join(frame, bodies []byte, ends []int) ([]byte, bool) {
	out := make([]byte, 0, len(frame)+len(bodies))
	start, next := 0, 0
	for line := range bytes.Lines(frame) {
		out = append(out, line...)
		if bytes.HasPrefix(line, []byte("func ")) {
			if next == len(ends) || !bytes.HasSuffix(line, []byte("{\n")) {
				return nil, false
			}
			out = append(out, bodies[start:ends[next]]...)
			start, next = ends[next], next+1
		}
	}
	return out, next == len(ends)
}

// body formats the lines of function bodies.
type body struct {
	out     *bytes.Buffer
	depth   int // of blocks
	remarks int // 1 where the last line ended in a comment: gofmt would align a second
	p       parser
}

// line formats one line, without its end; false: it is not simple.
func (b *body) line(text []byte) bool {
	code, comment := text, []byte(nil)
	if at := bytes.Index(text, []byte("//")); at >= 0 {
		code, comment = bytes.TrimSpace(text[:at]), text[at:]
	}
	b.p.reset(code)
	if b.p.is("}") {
		b.depth--
	}
	if b.depth == 0 {
		return len(code) == 1 && comment == nil
	}
	for range b.depth {
		b.out.WriteByte('\t')
	}
	switch {
	case len(code) > 0:
		if !b.statement() || !b.p.done() {
			return false
		}
		if comment != nil {
			b.out.WriteByte(' ')
		}
	case comment == nil:
		return false // gofmt keeps some empty lines
	}
	remarked := len(code) > 0 && comment != nil
	if remarked && b.remarks > 0 {
		return false
	}
	b.remarks = 0
	if remarked {
		b.remarks = 1
	}
	b.out.Write(comment)
	b.out.WriteByte('\n')
	return true
}
