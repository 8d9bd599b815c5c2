package job

import (
	"bufio"
	"context"
	"io"
	"strings"
	"sync"
)

// control turns the lines after the request into a stop.
type control struct {
	stop chan struct{} // closed by a stop request
	once sync.Once
}

// listen reads controls until the input ends, which is a stop too. A nil reader
// has no controls.
func (c *control) listen(in *bufio.Reader) {
	for {
		line, err := in.ReadString('\n')
		if strings.TrimSpace(line) == "stop" || err != nil {
			c.request()
			return
		}
	}
}

func (c *control) request() { c.once.Do(func() { close(c.stop) }) }

func (c *control) requested() bool {
	select {
	case <-c.stop:
		return true
	default:
		return false
	}
}

// context is cancelled by a stop: for phases that are repeated on resume.
func (c *control) context(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	go func() {
		select {
		case <-c.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// maxRequest bounds the first line.
const maxRequest = 64 << 20

// readRequest reads one line.
func readRequest(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil, err == io.EOF && len(line) > 0:
			return line, nil
		case err != bufio.ErrBufferFull:
			return nil, err
		case len(line) > maxRequest:
			return nil, faultf("request", "the request is longer than %d bytes", maxRequest)
		}
	}
}
