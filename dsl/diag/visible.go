package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// tab is what a tab is shown as: the column of the caret must not depend on
// the terminal.
const tab = "    "

// visible makes text safe to print on one line of a terminal: tabs become
// spaces; control and direction characters and bytes that are not UTF-8 are
// shown by their number.
func visible(s string) string {
	var b strings.Builder
	for i, c := range s {
		switch {
		case c == '\t':
			b.WriteString(tab)
		case c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "<%02X>", s[i])
		case Unprintable(c):
			fmt.Fprintf(&b, "<U+%04X>", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// Unprintable reports whether a character changes how the text around it is
// shown, or ends a line: control characters, and the Unicode line, paragraph
// and direction marks.
func Unprintable(c rune) bool {
	return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029'
}

// width of visible text in terminal cells; East Asian characters take two.
func width(s string) int { return uniseg.StringWidth(s) }

// Most characters of a line shown before, in and after the marked part.
const (
	showBefore = 100
	showMarked = 120
	showAfter  = 60
)

// window makes the three parts of a line visible, and cuts a very long line to
// the neighbourhood of its marked part.
func window(before, marked, after string) (b, m, a string) {
	if cut := last(before, showBefore); cut != before {
		before = "..." + cut
	}
	if cut := first(marked, showMarked); cut != marked {
		marked, after = cut, "..."
	} else if cut := first(after, showAfter); cut != after {
		after = cut + "..."
	}
	return visible(before), visible(marked), visible(after)
}

// first returns at most the first n characters of s.
func first(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// last returns at most the last n characters of s.
func last(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}
