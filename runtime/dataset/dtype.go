package dataset

import (
	"encoding/binary"
	"fmt"
	"math"
)

// dtype decodes one element to float64.
type dtype struct {
	name string
	size int
	get  func(b []byte) float64
}

// dtypeOf knows floats of 4 and 8 bytes, integers and booleans, in both byte orders.
func dtypeOf(descr string) (*dtype, error) {
	if len(descr) < 2 {
		return nil, fmt.Errorf("element type %q is not known", descr)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if descr[0] == '>' {
		order = binary.BigEndian
	}
	kind := descr
	switch descr[0] {
	case '<', '>', '=', '|':
		kind = descr[1:]
	}
	switch kind {
	case "f4":
		return &dtype{"float32", 4, func(b []byte) float64 { return float64(math.Float32frombits(order.Uint32(b))) }}, nil
	case "f8":
		return &dtype{"float64", 8, func(b []byte) float64 { return math.Float64frombits(order.Uint64(b)) }}, nil
	case "i1":
		return &dtype{"int8", 1, func(b []byte) float64 { return float64(int8(b[0])) }}, nil
	case "i2":
		return &dtype{"int16", 2, func(b []byte) float64 { return float64(int16(order.Uint16(b))) }}, nil
	case "i4":
		return &dtype{"int32", 4, func(b []byte) float64 { return float64(int32(order.Uint32(b))) }}, nil
	case "i8":
		return &dtype{"int64", 8, func(b []byte) float64 { return float64(int64(order.Uint64(b))) }}, nil
	case "u1":
		return &dtype{"uint8", 1, func(b []byte) float64 { return float64(b[0]) }}, nil
	case "u2":
		return &dtype{"uint16", 2, func(b []byte) float64 { return float64(order.Uint16(b)) }}, nil
	case "u4":
		return &dtype{"uint32", 4, func(b []byte) float64 { return float64(order.Uint32(b)) }}, nil
	case "u8":
		return &dtype{"uint64", 8, func(b []byte) float64 { return float64(order.Uint64(b)) }}, nil
	case "b1":
		return &dtype{"bool", 1, func(b []byte) float64 { return float64(min(b[0], 1)) }}, nil
	}
	switch kind[0] {
	case 'O':
		return nil, fmt.Errorf("it holds Python objects, which are never read: save plain numbers")
	case 'c':
		return nil, fmt.Errorf("it holds complex numbers, which are not supported")
	case 'U', 'S', 'a':
		return nil, fmt.Errorf("it holds text, which is not supported")
	case 'M', 'm':
		return nil, fmt.Errorf("it holds dates, which are not supported: save times as numbers")
	}
	return nil, fmt.Errorf("element type %q is not supported (float32, float64, integers and bool are)", descr)
}
