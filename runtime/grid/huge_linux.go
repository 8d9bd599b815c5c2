package grid

import (
	"syscall"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// hugePages asks for memory of large pages: a loop over arrays that no cache holds then
// seldom waits for the place of a page. It is a wish, and no error if it is not granted.
func hugePages[T vec.Float](x []T) {
	const page = 1 << 21
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(T(0))))
	first := int(-uintptr(unsafe.Pointer(unsafe.SliceData(bytes))) & (page - 1))
	if end := len(bytes) - (len(bytes)-first)&(page-1); first < end {
		_ = syscall.Madvise(bytes[first:end], syscall.MADV_HUGEPAGE)
	}
}
