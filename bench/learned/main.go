// Command learned trains the specifications in which a part is learned from
// seeds 1 to n, and writes a page of what came out, with the pictures of seed 1.
// From the top of the repository:
//
//	go run ./bench/learned
//	go run ./bench/learned -seeds 3 -out bench/results
//
// Nothing is chosen by the figures of the page: they are of test trajectories,
// the choices in the specifications were made on validation trajectories.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/bench/internal/picture"
)

const intro = `# What was learned

Written by ` + "`go run ./bench/learned -seeds %d -out bench/results`" + `. Labels come from each specification's truth
by a finer integration on the same grid, so the errors are of the closure and of the time steps, not of the
grid. The error is the relative L1 error over test trajectories, in %%; the exact closure is the same scheme and
steps with the true law in place. A ratio below 1: the network makes up for a part of the error of the
steps. Bold: more than 1.5 times the exact closure's error and 0.05 %%, inside the time that was observed.
Times in SI units. Seconds are of one run on a shared machine.
`

func main() {
	specs := flag.String("specs", "fisher,gray_scott,slab,shallow_water", "names in specs/")
	seeds := flag.Int("seeds", 1, "train from seeds 1 to `n`")
	out := flag.String("out", "", "write learned.md and the pictures below this `folder` (default: the page on standard output)")
	runs := flag.String("runs", "", "keep the runs in this `folder`; those that are done there are not trained again")
	flag.Parse()
	if err := run(strings.Split(*specs, ","), *seeds, *out, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "learned:", err)
		os.Exit(1)
	}
}

func run(specs []string, seeds int, out, runs string) error {
	if seeds < 1 {
		return fmt.Errorf("-seeds %d: at least one", seeds)
	}
	c, err := command.Build()
	if err != nil {
		return err
	}
	defer c.Close()
	if runs == "" {
		runs = c.Dir // deleted at the end
	}
	var page bytes.Buffer
	fmt.Fprintf(&page, intro, seeds)
	for _, name := range specs {
		if err := c.Show(filepath.Join("specs", name+".pde"), filepath.Join(runs, name), "-seeds", fmt.Sprintf("1..%d", seeds)); err != nil {
			return err
		}
		all, err := readRuns(filepath.Join(runs, name), seeds)
		if err != nil {
			return err
		}
		writeSystem(&page, name, all)
		if out != "" {
			names, err := picture.Copy(all[0].dir, filepath.Join(out, name))
			if err != nil {
				return err
			}
			fmt.Fprintln(&page)
			for _, file := range names {
				fmt.Fprintf(&page, "![%s](%s/%s)\n", strings.TrimSuffix(file, ".png"), name, file)
			}
		}
	}
	if out == "" {
		_, err = os.Stdout.Write(page.Bytes())
		return err
	}
	return os.WriteFile(filepath.Join(out, "learned.md"), page.Bytes(), 0o644)
}
