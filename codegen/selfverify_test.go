package codegen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/randspec"
)

// Random systems, generated, built and run, verify themselves: dot products of
// every kernel, Taylor remainders, gradients against differences, the implicit
// gradient against the unrolled one, conservation, orders in time.
func TestRandomSystemsVerify(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs many packages")
	}
	count, refused := seeds(t, 8), 0
	box := newSandbox(t)
	sample, smooth := map[string]randspec.Sample{}, map[string]bool{}
	for seed := uint64(0); len(sample) < count; seed++ {
		s := randspec.Mild(seed)
		m, p := lowerRandom(t, s.Text)
		if p == nil {
			refused++
			require.Less(t, refused, 5+count/4)
			continue
		}
		name := fmt.Sprintf("mild%d", seed)
		files, _, err := Generate(m, Options{Package: name, Precision: "float64"})
		require.NoError(t, err)
		box.add(t, name, files, false)
		sample[name], smooth[name] = s, randspec.Smooth(seed)
	}
	binary, _ := box.build(t, "testdata/verify/main.go", "func(io.Writer) result", "func(w io.Writer) result { return run(%s.Problem(), w) }")
	names, err := json.Marshal(box.packages)
	require.NoError(t, err)
	verdicts := map[string]int{}
	for line := range bytes.Lines(box.start(t, binary, names)) {
		var r struct {
			Package, Error string
			Seconds        float64
			Checks         []struct{ Name, Detail, Verdict, Value string }
		}
		require.NoError(t, json.Unmarshal(line, &r))
		var bad []string
		if r.Error != "" {
			verdicts["error"]++
			bad = append(bad, r.Error)
		}
		for _, c := range r.Checks {
			if c.Verdict == "fail" && !smooth[r.Package] && aboutDerivatives(c.Name) {
				c.Verdict = "kink" // which verify does not always see
			}
			verdicts[c.Verdict]++
			if c.Verdict == "fail" {
				bad = append(bad, fmt.Sprintf("%s, %s: %s", c.Name, c.Detail, c.Value))
			}
		}
		if len(bad) > 0 {
			t.Errorf("%s (%.1f s):\n%s\n%s", r.Package, r.Seconds, strings.Join(bad, "\n"), sample[r.Package].Text)
		}
	}
	t.Logf("%d systems, %d refused; checks: %v", count, refused, verdicts)
}

// aboutDerivatives tells that a check compares a gradient of a whole run, or orders,
// which kinks spoil.
func aboutDerivatives(check string) bool {
	for _, prefix := range []string{"taylor", "gradient", "order"} {
		if strings.HasPrefix(check, prefix) {
			return true
		}
	}
	return false
}
