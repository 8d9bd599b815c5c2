// Command random compiles random specifications and counts, by construct, how
// many were accepted and how many refused.
//
//	go run ./bench/random -n 200 [-first 0] [-mild] [-v]
//
// A refusal is a diagnostic; a panic names the seed.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/randspec"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
)

func main() {
	n := flag.Uint64("n", 200, "how many `specifications`")
	first := flag.Uint64("first", 0, "the first `seed`")
	mild := flag.Bool("mild", false, "well-posed ones")
	show := flag.Bool("v", false, "print each refused one's message")
	flag.Parse()

	counts := map[string]*[2]int{"all": {}}
	for _, f := range randspec.Features() {
		counts[f] = &[2]int{}
	}
	for seed := *first; seed < *first+*n; seed++ {
		sample := randspec.New(seed)
		if *mild {
			sample = randspec.Mild(seed)
		}
		problems := compile(seed, sample.Text)
		refused := 0
		if diag.HasErrors(problems) {
			refused = 1
			if *show {
				fmt.Printf("seed %d: %s", seed, first_(problems))
			}
		}
		for _, f := range append([]string{"all"}, sample.Features...) {
			counts[f][refused]++
		}
	}
	fmt.Printf("%-20s %9s %9s\n", "", "accepted", "refused")
	for _, f := range append([]string{"all"}, randspec.Features()...) {
		fmt.Printf("%-20s %9d %9d\n", f, counts[f][0], counts[f][1])
	}
}

// first_ is the first error.
func first_(problems []diag.Diagnostic) string {
	for _, p := range problems {
		if diag.HasErrors([]diag.Diagnostic{p}) {
			return fmt.Sprintf("%s: %s [%d:%d]\n", p.Code, p.Message, p.Span.Start, p.Span.End)
		}
	}
	return ""
}

// compile takes a specification to Go source in both precisions.
func compile(seed uint64, text string) []diag.Diagnostic {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(os.Stderr, "seed %d:\n%s\n", seed, text)
			panic(r)
		}
	}()
	m, _, problems := dsl.Load("random.pde", []byte(text))
	if m == nil {
		return problems
	}
	for _, precision := range []string{"float64", "float32"} {
		_, found, err := codegen.Generate(m, codegen.Options{Precision: precision})
		if err != nil {
			panic(err)
		}
		problems = append(problems, found...)
	}
	return problems
}
