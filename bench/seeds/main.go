// Command seeds trains a specification from several seeds, as `pindiffc train
// -seeds` does, in a folder that is deleted at the end, and prints that command's
// table: the held-out error of each seed at the last reported time beside the
// exact-closure error, the median and the spread. Nothing is chosen by these
// figures. From the top of the repository:
//
//	go run ./bench/seeds
//	go run ./bench/seeds -data labels.npz
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

func main() {
	spec := flag.String("spec", "specs/advdiff_steady.pde", "specification with a train block")
	data := flag.String("data", "", "labels, instead of the specification's truth")
	n := flag.Int("n", 5, "number of seeds, 1 to n")
	flag.Parse()
	if err := run(*spec, *data, *n); err != nil {
		fmt.Fprintln(os.Stderr, "seeds:", err)
		os.Exit(1)
	}
}

func run(spec, data string, n int) error {
	c, err := command.Build()
	if err != nil {
		return err
	}
	defer c.Close()
	args := []string{"-seeds", fmt.Sprintf("1..%d", n)}
	if data != "" {
		args = append(args, "-data", data)
	}
	return c.Show(spec, filepath.Join(c.Dir, "seeds"), args...)
}
