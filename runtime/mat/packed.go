package mat

import "github.com/pindiff/pindiffc/runtime/vec"

// narrowCols is the number of columns up to which a product is taken as dot products.
const narrowCols = 3

// Packed is the right factor of Mul in the order in which the kernel reads it.
// The zero value is ready for Pack; packing again reuses its memory. Once packed
// it may be read by any number of goroutines.
type Packed[T vec.Float] struct {
	Rows, Cols int
	data       []T // panels of Rows x panel, padded with zeros; narrow: columns
}

func (p *Packed[T]) narrow() bool { return p.Cols <= narrowCols }

// Pack stores scale*B, where b is rows x cols with row stride cols.
func (p *Packed[T]) Pack(b []T, rows, cols int, scale T) {
	check(len(b), cols, rows, cols)
	p.pack(b, rows, cols, cols, 1, scale)
}

// PackTransposed stores scale*B', where b is cols x rows with row stride rows.
func (p *Packed[T]) PackTransposed(b []T, rows, cols int, scale T) {
	check(len(b), rows, cols, rows)
	p.pack(b, rows, cols, 1, rows, scale)
}

func (p *Packed[T]) pack(b []T, rows, cols, rowStep, colStep int, scale T) {
	p.Rows, p.Cols = rows, cols
	wide := panel[T]()
	if p.narrow() {
		p.grow(rows * cols)
		for j := range cols {
			for k := range rows {
				p.data[j*rows+k] = scale * b[k*rowStep+j*colStep]
			}
		}
		return
	}
	p.grow((cols + wide - 1) / wide * wide * rows)
	for j := 0; j < cols; j += wide {
		to := p.data[j*rows:]
		width := min(wide, cols-j)
		for k := range rows {
			row := to[k*wide : (k+1)*wide]
			for jj := range width {
				row[jj] = scale * b[k*rowStep+(j+jj)*colStep]
			}
			clear(row[width:])
		}
	}
}

func (p *Packed[T]) grow(n int) {
	if cap(p.data) < n {
		p.data = make([]T, n)
	}
	p.data = p.data[:n]
}
