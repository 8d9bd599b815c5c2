package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	cvi "github.com/pindiff/pindiffc/generated/cvi/exact"
	"github.com/pindiff/pindiffc/runtime/solver"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	hours, _ := strconv.Atoi(os.Args[2])
	c := solver.Config{Preconditioner: os.Args[3], LinearSolver: os.Args[4]}
	s, err := cvi.New(cvi.Options{Cells: [2]int{2 * n, n}, Config: c})
	if err != nil {
		panic(err)
	}
	t := time.Now()
	r, err := s.Simulate(context.Background(), cvi.State{}, float64(hours)*3600)
	if err != nil {
		fmt.Println(err, time.Since(t))
		return
	}
	sum := 0.0
	for _, e := range r.At(0).Eps {
		sum += e
	}
	fmt.Println(hours, sum/float64(len(r.At(0).Eps)), time.Since(t), fmt.Sprintf("%+v", r.Stats))
}
