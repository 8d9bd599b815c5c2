package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

const intro = `# The specifications, verified

Written by ` + "`go run ./bench/verify -out bench/results/verify.md`" + `, from ` + "`pindiffc verify SPEC`" + ` (small grids, float64).
Numbers are the worst of their kind:

- dot product: |<Jv, w> - <v, J'w>| / (|Jv| |w|) over all kernels, closures and boundary data and 20 random pairs (limit 1e-12);
- Taylor: observed order of what a linear model leaves, 2 where the gradient is right (limit 1.99);
- gradient: |central difference - <g, d>| / |<g, d>| in initial states, boundary data, parameters, weights (limit 1e-8, or three times what the difference may be off by);
- unrolled: implicit gradient against that of an unrolled iteration, over shorter steps where it converges slowly (limit 1e-9);
- conservation: change of the sum of a conserved state, relative;
- order: observed order in time.

"-": not applicable.

| specification | passed | failed | kink | skipped | dot product | Taylor | gradient | unrolled | conservation | order in time |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`

// check is one line of `pindiffc verify -json`.
type check struct {
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Limit   float64 `json:"limit"`
	Verdict string  `json:"verdict"`
}

type checks []check

// verify runs the checks of one specification; a check that fails is no error.
func verify(c *command.Command, path string) (list checks, good bool, err error) {
	text, good, err := c.Output("verify", path, "-json")
	if err != nil {
		return nil, false, err
	}
	var answer struct {
		Checks checks `json:"checks"`
		Error  string `json:"error"`
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, false, err
	}
	if len(answer.Checks) == 0 {
		return nil, false, fmt.Errorf("no checks: %s", answer.Error)
	}
	return answer.Checks, good, nil
}

// write adds a row of the table.
func (list checks) write(w io.Writer, name string) {
	count := map[string]int{}
	for _, c := range list {
		count[c.Verdict]++
	}
	fmt.Fprintf(w, "| %s | %d | %d | %d | %d |", name, count["pass"], count["fail"], count["kink"], count["skipped"])
	for _, column := range []struct {
		prefix, format string
		pick           func(a, b float64) float64
	}{
		{"dot product", "%.1g", math.Max},
		{"taylor", "%.3f", math.Min},
		{"gradient", "%.1g", math.Max},
		{"implicit against unrolled", "%.1g", math.Max},
		{"conservation", "%.1g", math.Max},
		{"order in time", "%.2f", math.Min},
	} {
		text := "-"
		worst, found := 0.0, false
		for _, c := range list {
			if !strings.HasPrefix(c.Name, column.prefix) || (c.Verdict != "pass" && c.Verdict != "fail") {
				continue
			}
			if !found {
				worst, found = c.Value, true
			}
			worst = column.pick(worst, c.Value)
			text = fmt.Sprintf(column.format, worst)
		}
		fmt.Fprintf(w, " %s |", text)
	}
	fmt.Fprintln(w)
}
