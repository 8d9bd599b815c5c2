package job

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Exit codes of Main.
const (
	ExitGood  = 0
	ExitError = 1 // the run failed; the error event says why
	ExitBug   = 3 // a fault of this program
)

// Main runs one request from standard input and ends the process. An interrupt
// from the terminal reaches the whole process group; the command acts on it and
// sends "stop", so it is ignored here.
func Main[T vec.Float](p *kernel.Problem[T]) { main(p, nil) }

// MainTwin is Main of a problem with pointwise closures whose truth is known:
// exact is the same system with the true closures in place. Labels and the
// exact-closure error come from it.
func MainTwin[T vec.Float](p, exact *kernel.Problem[T]) { main(p, exact) }

func main[T vec.Float](p, exact *kernel.Problem[T]) {
	signal.Ignore(os.Interrupt, syscall.SIGPIPE)
	debug.SetGCPercent(20) // the solver allocates little; memory counts for more
	os.Exit(serve(context.Background(), p, exact, os.Stdin, os.Stdout))
}

// serve reads the request and runs it.
func serve[T vec.Float](ctx context.Context, p, exact *kernel.Problem[T], stdin io.Reader, out io.Writer) int {
	in := bufio.NewReader(stdin)
	fail := func(err error) int {
		(&events{w: out, gone: func() {}}).send(Event{Kind: "error", Code: "request", Message: err.Error()})
		return ExitError
	}
	line, err := readRequest(in)
	if err != nil {
		return fail(fmt.Errorf("no request on standard input: %w", err))
	}
	var req Request
	if err := json.Unmarshal(line, &req); err != nil {
		return fail(fmt.Errorf("the request on standard input cannot be read: %w", err))
	}
	return RunTwin(ctx, p, exact, &req, in, out)
}

// Run serves one request and returns the exit code. Controls are read from in,
// which may be nil; events go to out. It never panics: a bug becomes an error
// event with the code "bug".
func Run[T vec.Float](ctx context.Context, p *kernel.Problem[T], req *Request, in io.Reader, out io.Writer) (exit int) {
	return RunTwin(ctx, p, nil, req, in, out)
}

// RunTwin is Run with the exact system of MainTwin, nil for none.
func RunTwin[T vec.Float](ctx context.Context, p, exact *kernel.Problem[T], req *Request, in io.Reader, out io.Writer) (exit int) {
	ctl := &control{stop: make(chan struct{})}
	ev := &events{w: out, gone: ctl.request}
	defer func() {
		if r := recover(); r != nil {
			ev.send(Event{Kind: "error", Code: "bug", Message: fmt.Sprintf("%v\n%s", r, debug.Stack())})
			exit = ExitBug
		}
	}()
	if in != nil {
		go ctl.listen(bufio.NewReader(in))
	}
	err := dispatch(ctx, p, exact, req, ev, ctl)
	switch {
	case err == nil:
		return ExitGood
	case ctl.requested() && ctx.Err() == nil && isCancelled(err):
		ev.send(Event{Kind: "stopped", Message: "stopped; the same request goes on from the last checkpoint, or from the start"})
		return ExitGood
	}
	ev.send(Event{Kind: "error", Code: codeOf(err), Message: err.Error()})
	return ExitError
}
