package solver

import (
	"bytes"
	"fmt"
	"os"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/checkpoint"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// disk is the second tier of checkpoints: a temporary file of slots, each with the
// states of all cases. One transfer at a time runs beside the computation. The file
// has no name while it is used, where the system allows that, so that nothing is
// left of a process that dies; else it is removed at the end.
type disk[T vec.Float] struct {
	file   *os.File
	named  bool
	moving bool
	done   chan error
	size   int // bytes of a slot

	stores, loads int // of the run
}

// open prepares a file of slots of the given size.
func (d *disk[T]) open(dir string, size int) error {
	d.size = size
	if d.file != nil {
		return nil
	}
	f, err := os.CreateTemp(dir, "pindiffc-checkpoint-*")
	if err != nil {
		return fmt.Errorf("solver: checkpoints on disk: %w", err)
	}
	d.file, d.named = f, os.Remove(f.Name()) != nil
	d.done = make(chan error, 1)
	return nil
}

// begin starts to write the buffer of an action to its slot, or to read it from there.
func (d *disk[T]) begin(r *run[T], a checkpoint.Action, write bool) {
	move, b := d.file.ReadAt, a.Out
	if write {
		move, b = d.file.WriteAt, a.In
		d.stores++
	} else {
		d.loads++
	}
	d.moving = true
	go func() {
		at := int64(a.Slot) * int64(d.size)
		for _, tr := range r.cases {
			x := bytesOf(r.buffer(tr, b))
			if _, err := move(x, at); err != nil {
				d.done <- fmt.Errorf("solver: checkpoint of step %d on disk: %w", a.From, err)
				return
			}
			at += int64(len(x))
		}
		d.done <- nil
	}()
}

// wait ends when the transfer under way does.
func (d *disk[T]) wait() error {
	d.moving = false
	return <-d.done
}

// settle waits if there is anything to wait for.
func (d *disk[T]) settle() error {
	if d.moving {
		return d.wait()
	}
	return nil
}

// close removes the file.
func (d *disk[T]) close() {
	if d.file == nil {
		return
	}
	d.settle()
	d.file.Close()
	if d.named {
		os.Remove(d.file.Name())
	}
	d.file = nil
}

// bytesOf is the memory of a slice.
// sameBits says whether two vectors of one length are the same, bit by bit.
func sameBits[T vec.Float](x, y []T) bool { return bytes.Equal(bytesOf(x), bytesOf(y)) }

func bytesOf[T vec.Float](x []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(T(0))))
}
