package diag

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Source finds lines and columns in a text.
type Source struct {
	text   []byte
	starts []int // byte offset of the first byte of each line
}

// NewSource indexes the lines of text.
func NewSource(text []byte) *Source {
	s := &Source{text: text, starts: []int{0}}
	for i, c := range text {
		if c == '\n' {
			s.starts = append(s.starts, i+1)
		}
	}
	return s
}

// Position of a byte offset: line and column from 1, columns counted in runes.
// Offsets outside of the text are moved to its nearest end.
func (s *Source) Position(offset int) (line, column int) {
	offset = max(0, min(offset, len(s.text)))
	line = sort.SearchInts(s.starts, offset+1)
	return line, utf8.RuneCount(s.text[s.starts[line-1]:offset]) + 1
}

// Line is the text of a line (from 1) without its end.
func (s *Source) Line(line int) []byte {
	from, to := s.bounds(line)
	return s.text[from:to]
}

// bounds of a line in bytes, without its end ("\n" or "\r\n").
func (s *Source) bounds(line int) (from, to int) {
	from, to = s.starts[line-1], len(s.text)
	if i := bytes.IndexByte(s.text[from:], '\n'); i >= 0 {
		to = from + i
	}
	if to > from && s.text[to-1] == '\r' {
		to--
	}
	return from, to
}
