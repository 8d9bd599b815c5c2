package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/runtime/job"
)

// identified are the specifications with a law, and how it is asked for. The grid is
// coarser than that of the specification: its cells count for those they stand for.
var identified = []struct {
	spec, closure string
	args          []string
}{
	{"cvi", "Sv", porosityNoise}, {"cvi_felt", "Sv", porosityNoise}, {"cvi_dense", "Sv", porosityNoise},
}

var porosityNoise = []string{"-noise", "eps=0.01", "-set", "cells=16,8"}

// identifySection: how well porosity with noise determines S_v, beside the error.
func identifySection(ctx context.Context, p *page, o options) error {
	p.printf("The standard deviation of the learned law about the trained weights, from the Gauss-Newton matrix of the training\n" +
		"observations: `pindiffc identify`. It takes some minutes: `-full` makes those that are missing and keeps them.\n\n")
	missing := []string{}
	for _, k := range identified {
		w, err := trainedWeights(o, k.spec)
		if err != nil {
			return err
		}
		if w == "" {
			missing = append(missing, k.spec)
			continue
		}
		sum, err := sumOf(w, filepath.Join("specs", k.spec+".pde"))
		if err != nil {
			return err
		}
		args := append([]string{"identify", "specs/" + k.spec + ".pde", "-weights", w}, k.args...)
		tables, err := keep(o, filepath.Join(k.spec, "identify.json"), sum, func() (*[]job.Table, error) {
			return identify(ctx, append(args, "-out", filepath.Join(o.results, k.spec)))
		})
		if err != nil {
			return err
		}
		if tables == nil {
			missing = append(missing, k.spec)
			continue
		}
		p.printf("`pindiffc %s`:\n\n", filepath.ToSlash(strings.Join(args, " ")))
		for _, t := range *tables {
			p.printf("%s\n\n", t.Title)
			p.table(t.Columns, t.Rows)
			for _, n := range t.Notes {
				p.printf("- %s\n", n)
			}
			p.printf("\n")
		}
		p.printf("![%s of %s with two standard deviations](%s/%s.png)\n\n", k.closure, k.spec, k.spec, k.closure)
	}
	if len(missing) > 0 {
		p.missing("identifiability of "+strings.Join(missing, ", "), fmt.Sprintf("It needs `%s/SPEC/weights.safetensors`.", filepath.ToSlash(o.results)))
	}
	return nil
}

// identify lets the command answer.
func identify(ctx context.Context, args []string) (*[]job.Table, error) {
	c, err := command.Build()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	text, good, err := c.Output(append(args, "-json")...)
	if err != nil || !good {
		return nil, errors.Join(fmt.Errorf("`pindiffc %s` failed", strings.Join(args, " ")), err)
	}
	var answer struct{ Tables []job.Table }
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, err
	}
	return &answer.Tables, ctx.Err()
}

// sumOf files: what a kept result is of.
func sumOf(files ...string) (string, error) {
	h := sha256.New()
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return "", err
		}
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
