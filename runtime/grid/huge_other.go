//go:build !linux

package grid

import "github.com/pindiff/pindiffc/runtime/vec"

func hugePages[T vec.Float]([]T) {}
