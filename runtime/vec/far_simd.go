//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// An array that no cache holds is read and written at the pace of memory, and a loop can
// save some of that. A plain store first reads the line that it writes to: results that
// are not read soon are put together in a buffer and stored past the caches, whole lines
// at a time. And a loop over rows has rows ahead of it, of which it can ask for a piece
// while it is at another.

// Far32 and Far64 are the elements of an array from which on a loop does so: it is larger
// than a core's part of most processors' caches.
const (
	Far32 = 1 << 22
	Far64 = 1 << 21
)

// Part32 and Part64 are the elements of a row that are done at a time: eight lines of each
// array, fewer and more of which took longer.
const (
	Part32 = 128
	Part64 = 64
)

const lineBytes = 64

// Fetch asks for the elements of a part from j on.
func (r RowF32) Fetch(j int) { fetch(uintptr(r.first)+uintptr(4*j), Part32*4/lineBytes) }

// Fetch asks for the elements of a part from j on.
func (r RowF64) Fetch(j int) { fetch(uintptr(r.first)+uintptr(8*j), Part64*8/lineBytes) }

// Stream copies elements from, ..., to-1 of src past the caches; Fence ends that.
func (r RowF32) Stream(from, to int, src RowF32) {
	past(unsafe.Add(r.first, 4*from), unsafe.Add(src.first, 4*from), 4*(to-from))
}

// Stream copies elements from, ..., to-1 of src past the caches; Fence ends that.
func (r RowF64) Stream(from, to int, src RowF64) {
	past(unsafe.Add(r.first, 8*from), unsafe.Add(src.first, 8*from), 8*(to-from))
}

// past copies bytes, whole lines past the caches.
func past(dst, src unsafe.Pointer, bytes int) {
	whole := 0
	if uintptr(dst)%lineBytes == 0 && bytes >= lineBytes {
		whole = bytes &^ (lineBytes - 1)
		stream(dst, src, whole/lineBytes)
	}
	if whole < bytes {
		copy(unsafe.Slice((*byte)(dst), bytes)[whole:], unsafe.Slice((*byte)(src), bytes)[whole:])
	}
}

// Fence makes what was stored past the caches visible to all, before anything stored later.
func Fence() { fence() }

// fetch asks for so many lines, which need not be of any array.
func fetch(at uintptr, lines int)

// stream copies lines past the caches. dst is at the start of one.
//
//go:noescape
func stream(dst, src unsafe.Pointer, lines int)

func fence()
