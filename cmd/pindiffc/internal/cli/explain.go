package cli

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/explain"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/manufacture"
)

func (a *app) explainCommand() *cobra.Command {
	latex := false
	c := &cobra.Command{
		Use:   "explain",
		Short: "show what a specification becomes, or what a diagnostic means",
		Long: "Explain shows what the compiler makes of a specification: the discrete equations, stencils and boundary\n" +
			"rules, which closures are evaluated when, the solver, and what it costs in memory; with -latex, the discrete\n" +
			"system as an align* environment for a paper. Given the code of a\n" +
			"diagnostic, such as E0203, it tells what that means, with an example that is wrong and one that is right.",
		Annotations: usageLine("pindiffc explain SPEC [-set name=value] [-latex] [-json]", "pindiffc explain CODE [-json]"),
		Example:     "  pindiffc explain specs/heat.pde\n  pindiffc explain E0203",
		Args:        arguments(1, 1, "one specification, or the code of a diagnostic"),
		RunE: func(c *cobra.Command, args []string) error {
			if codePattern.MatchString(args[0]) {
				return a.explainCode(strings.ToUpper(args[0]))
			}
			return a.explainSpec(c, args[0], latex)
		},
	}
	c.Flags().BoolVar(&latex, "latex", false, "print the discrete equations in LaTeX (package amsmath)")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

var codePattern = regexp.MustCompile(`^[EWew][0-9]{4}$`)

// codeAnswer is the answer of `explain CODE -json`.
type codeAnswer struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Story string `json:"story"`
	Wrong string `json:"wrong,omitempty"`
	Right string `json:"right,omitempty"`

	WrongSet string `json:"wrong_set,omitempty"` // name=value of -set
	RightSet string `json:"right_set,omitempty"`
}

func (a *app) explainCode(code string) error {
	var codes []string
	for _, e := range slices.Concat(dsl.Explanations(), codegen.Codes, manufacture.Codes) {
		if e.Code != code {
			codes = append(codes, e.Code)
			continue
		}
		if a.json {
			return a.printJSON(codeAnswer(e))
		}
		fmt.Fprintf(a.out, "%s: %s\n\n%s\n", e.Code, e.Title, strings.TrimSpace(e.Story))
		example(a.out, "wrong", e.Wrong, e.WrongSet)
		example(a.out, "right", e.Right, e.RightSet)
		return nil
	}
	text := fmt.Sprintf("there is no diagnostic %s", code)
	if near := diag.Nearest(code, codes); near != "" {
		text += "; the nearest is " + near
	}
	return usageErrorf("%s", text)
}

func example(w io.Writer, title, text, set string) {
	if set != "" {
		title += ", with -set " + set
	}
	if text = strings.Trim(text, "\n"); text == "" {
		return
	}
	fmt.Fprintf(w, "\n%s:\n\n    %s\n", title, strings.ReplaceAll(text, "\n", "\n    "))
}

// specAnswer is the answer of `explain SPEC -json`.
type specAnswer struct {
	Spec  string `json:"spec"`
	Text  string `json:"text"`            // the discrete equations and what follows from them
	LaTeX string `json:"latex,omitempty"` // with -latex: the discrete equations
	Sizes sizes  `json:"sizes"`
}

func (a *app) explainSpec(c *cobra.Command, path string, latex bool) error {
	s, err := a.read(c, path)
	if err != nil {
		return err
	}
	p := s.lower()
	if err := a.show(s, s.diagnostics); err != nil {
		return err
	}
	if p == nil {
		return errReported
	}
	answer := specAnswer{Spec: s.name}
	if latex {
		answer.LaTeX = explain.LaTeX(p)
		if !a.json {
			_, err := fmt.Fprint(a.out, answer.LaTeX)
			return err
		}
	}
	answer.Text = explain.Text(p)
	z, err := sizesOf(p)
	if err != nil {
		return err
	}
	if a.json {
		answer.Sizes = z
		return a.printJSON(answer)
	}
	fmt.Fprintf(a.out, "%s\n\n", strings.TrimRight(answer.Text, "\n"))
	z.print(a.out)
	return nil
}
