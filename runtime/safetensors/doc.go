// Package safetensors reads and writes the safetensors file format: named,
// shaped, typed arrays behind a JSON header, as the Hugging Face library of that
// name defines it.
//
//	8 bytes   n, length of the header, little endian
//	n bytes   JSON: {"name": {"dtype", "shape", "data_offsets"}, ..., "__metadata__": {string: string}}
//	the rest  the arrays, C order, little endian, without gaps
//
// A file from a stranger costs no more memory than its own size: the header is
// at most MaxHeader bytes, and every offset and shape is checked against the
// bytes that are really there before anything is allocated.
//
// The package knows arrays and names; it must never know networks, solvers or
// what a tensor is for.
package safetensors

// MaxHeader is the longest header that is read, 16 MiB.
const MaxHeader = 16 << 20
