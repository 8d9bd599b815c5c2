package dsl_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/dsl"
)

var fence = regexp.MustCompile("(?s)```pde\n(.*?)```")

// declarations splits a text at lines that start in the first column, and keys
// each by its first two words (blocks by one): `equation u:`, `domain`.
func declarations(text string) (keys []string, byKey map[string]string) {
	byKey = map[string]string{}
	key := ""
	for _, line := range strings.SplitAfter(text, "\n") {
		if line != "" && !strings.ContainsAny(line[:1], " \t\n}") {
			words := strings.Fields(line)
			key = words[0]
			if len(words) > 1 && words[1] != "{" {
				key += " " + strings.TrimRight(words[1], ":")
			}
			if _, known := byKey[key]; !known {
				keys = append(keys, key)
			}
			byKey[key] = ""
		}
		byKey[key] += line
	}
	return keys, byKey
}

// Every example of the reference compiles: a whole one as it stands, a part in the place of what it
// redefines in the first.
func TestLanguageReference(t *testing.T) {
	page, err := os.ReadFile("LANGUAGE.md")
	require.NoError(t, err)
	examples := fence.FindAllSubmatch(page, -1)
	require.Greater(t, len(examples), 20)
	baseKeys, base := declarations(string(examples[0][1]))
	for _, e := range examples {
		src := string(e[1])
		t.Run(strings.TrimSpace(strings.SplitN(src, "\n", 2)[0]), func(t *testing.T) {
			if !strings.HasPrefix(src, "model ") {
				keys, part := declarations(src)
				var b strings.Builder
				for _, k := range baseKeys {
					if text, redefined := part[k]; redefined {
						b.WriteString(text)
						delete(part, k)
					} else {
						b.WriteString(base[k])
					}
				}
				for _, k := range keys {
					b.WriteString(part[k])
				}
				src = b.String()
			}
			m, _, problems := dsl.Load("example.pde", []byte(src))
			for _, d := range problems {
				require.Equal(t, "W0201", d.Code, "%s in\n%s", d.Message, src) // a part may leave a name unused
			}
			require.NotNil(t, m)
			p, problems := codegen.Lower(m)
			require.Empty(t, problems, src)
			require.NotNil(t, p)
		})
	}
}
