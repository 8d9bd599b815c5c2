package emit

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes text from a spec safe inside a line comment or a string: one
// line, printable, of bounded length, and without the ends and starts of
// comments, so that it can be pasted anywhere.
func clean(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Bidi_Control, r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsPrint(r):
			b.WriteRune(r)
		}
	}
	t := strings.TrimSpace(b.String())
	for _, mark := range []string{"*/", "/*"} {
		t = strings.ReplaceAll(t, mark, string(mark[0])+" "+string(mark[1]))
	}
	t = strings.TrimLeft(t, "/") // "//" after "// " would read as a directive in a careless tool
	return truncate(strings.TrimSpace(t), 400)
}

// cleanLines cleans a text of several lines and drops empty ones.
func cleanLines(s string) []string {
	var lines []string
	for _, line := range strings.Split(s, "\n") {
		if line = clean(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

// lineOf is the line, from 1, of a byte offset in the source.
func lineOf(source []byte, offset int) int {
	offset = min(max(offset, 0), len(source))
	return 1 + bytes.Count(source[:offset], []byte{'\n'})
}

// upperFirst and lowerFirst change the case of the first letter.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// wrap breaks a text at spaces into lines of at most width bytes, longer words
// apart.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
