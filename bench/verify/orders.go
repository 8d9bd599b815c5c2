package main

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

const introExact = `
## Against exact solutions

` + "`pindiffc verify SPEC -mms`" + ` where the specification has a block ` + "`exact`" + `: source terms and boundary data are derived
(for burgers, fisher, heat and taylor_green the source is zero, the solution being one of the system itself).
`

// orders runs the study of one specification and returns its last table.
func orders(c *command.Command, path string) (table string, good bool, err error) {
	text, good, err := c.Output("verify", path, "-mms")
	if err != nil {
		return "", false, err
	}
	_, table, found := strings.Cut(string(text), "\norders\n")
	if !found {
		return "", false, fmt.Errorf("no table of orders")
	}
	return strings.TrimRight(table, "\n") + "\n", good, nil
}
