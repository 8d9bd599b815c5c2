package main

import (
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pindiff/pindiffc/runtime/dataset"
)

// npz FILE ARRAY SHAPE VALUE... writes a file with one array, of a shape such as
// 16x8, filled with the values over and over.
func npz(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 4 {
		ts.Fatalf("usage: npz FILE ARRAY SHAPE VALUE...")
	}
	a := dataset.Array{Name: args[1]}
	size := 1
	for _, s := range strings.Split(args[2], "x") {
		n, err := strconv.Atoi(s)
		ts.Check(err)
		a.Shape = append(a.Shape, n)
		size *= n
	}
	for i := range size {
		v, err := strconv.ParseFloat(args[3+i%(len(args)-3)], 64)
		ts.Check(err)
		a.Data = append(a.Data, v)
	}
	ts.Check(dataset.Write(ts.MkAbs(args[0]), []dataset.Array{a}))
}
