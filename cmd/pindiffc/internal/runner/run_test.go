package runner

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/job"
)

// The test binary plays the solver when this variable is set.
const role = "PINDIFFC_TEST_SOLVER"

func TestMain(m *testing.M) {
	if r := os.Getenv(role); r != "" {
		os.Exit(play(r))
	}
	os.Exit(m.Run())
}

// play speaks the protocol, well or badly.
func play(r string) int {
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return 9
	}
	var req job.Request
	if json.Unmarshal(line, &req) != nil {
		return 9
	}
	say := func(e job.Event) {
		b, _ := json.Marshal(e)
		fmt.Printf("%s\n", b)
	}
	say(job.Event{Kind: "phase", Phase: req.Mode})
	switch r {
	case "good":
		for i := 1; i <= 3; i++ {
			say(job.Event{Kind: "progress", Progress: &job.Progress{Done: i, Total: 3}})
		}
		say(job.Event{Kind: "done", Stats: map[string]any{"steps": 7}})
	case "error":
		say(job.Event{Kind: "error", Code: "diverged", Message: "step 3 of case 1 diverged"})
		return 1
	case "crash":
		fmt.Fprintln(os.Stderr, "panic: a great surprise")
		return 2
	case "silent":
	case "babble":
		fmt.Println("hello there")
		select {}
	case "stoppable":
		control, _ := in.ReadString('\n')
		if strings.TrimSpace(control) == "stop" {
			say(job.Event{Kind: "stopped", Message: "epoch 5"})
			return 0
		}
	case "stubborn":
		for {
			time.Sleep(time.Hour)
		}
	}
	return 0
}

func options(t *testing.T, r string) Options {
	exe, err := os.Executable()
	require.NoError(t, err)
	return Options{Path: exe, Env: []string{role + "=" + r}, Request: job.Request{Mode: "train"}}
}

func TestGood(t *testing.T) {
	o := options(t, "good")
	var kinds []string
	o.OnEvent = func(e job.Event) { kinds = append(kinds, e.Kind) }
	r, err := Run(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, []string{"phase", "progress", "progress", "progress", "done"}, kinds)
	require.False(t, r.Stopped)
	require.EqualValues(t, 7, r.Last.Stats["steps"])
}

func TestFailures(t *testing.T) {
	_, err := Run(context.Background(), options(t, "error"))
	var said *Error
	require.ErrorAs(t, err, &said)
	require.Equal(t, "diverged", said.Code)

	_, err = Run(context.Background(), options(t, "crash"))
	var crash *CrashError
	require.ErrorAs(t, err, &crash)
	require.Contains(t, crash.Tail, "a great surprise")
	require.Equal(t, "exit status 2", crash.State)

	_, err = Run(context.Background(), options(t, "silent"))
	require.ErrorAs(t, err, &crash)

	_, err = Run(context.Background(), options(t, "babble"))
	require.ErrorContains(t, err, "cannot be read")

	o := options(t, "good")
	o.Path += "-missing"
	_, err = Run(context.Background(), o)
	require.ErrorContains(t, err, "cannot start the solver")
}

func TestInterruptStops(t *testing.T) {
	o := options(t, "stoppable")
	signals := make(chan os.Signal, 2)
	o.Interrupts = signals
	asked := make(chan struct{}, 1)
	o.OnStop = func() { asked <- struct{}{} }
	o.OnEvent = func(e job.Event) {
		if e.Kind == "phase" {
			signals <- os.Interrupt
		}
	}
	r, err := Run(context.Background(), o)
	require.NoError(t, err)
	require.True(t, r.Stopped)
	require.Len(t, asked, 1)
}

func TestSecondInterruptKills(t *testing.T) {
	o := options(t, "stubborn")
	signals := make(chan os.Signal, 2)
	o.Interrupts = signals
	o.OnEvent = func(job.Event) { signals <- os.Interrupt; signals <- os.Interrupt }
	_, err := Run(context.Background(), o)
	require.ErrorIs(t, err, ErrKilled)
}

func TestContextKills(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := options(t, "stubborn")
	o.OnEvent = func(job.Event) { cancel() }
	_, err := Run(ctx, o)
	require.True(t, errors.Is(err, context.Canceled))
}

func TestVmHWM(t *testing.T) {
	require.EqualValues(t, 5<<20, vmHWM([]byte("Name:\tx\nVmHWM:\t    5120 kB\nVmRSS:\t 1 kB\n")))
	require.Zero(t, vmHWM([]byte("nothing")))
}

func TestTailKeepsTheEnd(t *testing.T) {
	w := &tail{limit: 16}
	for i := range 10 {
		fmt.Fprintf(w, "line %d\n", i)
	}
	require.Equal(t, "line 8\nline 9", w.String())
}
