//go:build !(goexperiment.simd && amd64)

package vec

// SIMD reports whether loops over F32 and F64 may run: not in this build.
func SIMD() bool { return false }

// SIMD512 reports the same of 512-bit vectors.
func SIMD512() bool { return false }

// ClearUpper has nothing to do in this build.
func ClearUpper() {}

// The loops over whole vectors do nothing in this build: they return how many
// elements they have done.

func exps32(dst, x []float32) int         { return 0 }
func exps64(dst, x []float64) int         { return 0 }
func tanhs32(dst, x []float32) int        { return 0 }
func tanhs64(dst, x []float64) int        { return 0 }
func sigmoids32(dst, x []float32) int     { return 0 }
func sigmoids64(dst, x []float64) int     { return 0 }
func softpluses32(dst, x []float32) int   { return 0 }
func softpluses64(dst, x []float64) int   { return 0 }
func sins32(dst, x []float32) int         { return 0 }
func sins64(dst, x []float64) int         { return 0 }
func coss32(dst, x []float32) int         { return 0 }
func coss64(dst, x []float64) int         { return 0 }
func sinCoss32(sin, cos, x []float32) int { return 0 }
func sinCoss64(sin, cos, x []float64) int { return 0 }

func tanhSlopes32(h, d, x []float32) int     { return 0 }
func tanhSlopes64(h, d, x []float64) int     { return 0 }
func sigmoidSlopes32(h, d, x []float32) int  { return 0 }
func sigmoidSlopes64(h, d, x []float64) int  { return 0 }
func softplusSlopes32(h, d, x []float32) int { return 0 }
func softplusSlopes64(h, d, x []float64) int { return 0 }

func dots32(lane *[lanes]float32, r Rows, x, y []float32) int       { return 0 }
func dotPairs32(xy, yy *[lanes]float32, r Rows, x, y []float32) int { return 0 }
func sums32(lane *[lanes]float32, x []float32) int                  { return 0 }
func maxAbs32(x []float32) (float32, int)                           { return 0, 0 }

func axpys32(r Rows, a float32, x, y []float32) int                       { return 0 }
func axpbys32(r Rows, a float32, x []float32, b float32, y []float32) int { return 0 }
func scales32(r Rows, a float32, x []float32) int                         { return 0 }
func muls32(dst, x, y []float32) int                                      { return 0 }
func mulAdds32(dst, x, y []float32) int                                   { return 0 }
func mulSubs32(dst, x, y []float32) int                                   { return 0 }

func folds32(totals *Totals, lane *[lanes]float32) bool { return false }
func folds64(totals *Totals, lane *[lanes]float64) bool { return false }

func dots64(lane *[lanes]float64, r Rows, x, y []float64) int       { return 0 }
func dotPairs64(xy, yy *[lanes]float64, r Rows, x, y []float64) int { return 0 }
func sums64(lane *[lanes]float64, x []float64) int                  { return 0 }
func maxAbs64(x []float64) (float64, int)                           { return 0, 0 }

func axpys64(r Rows, a float64, x, y []float64) int                       { return 0 }
func axpbys64(r Rows, a float64, x []float64, b float64, y []float64) int { return 0 }
func scales64(r Rows, a float64, x []float64) int                         { return 0 }
func muls64(dst, x, y []float64) int                                      { return 0 }
func mulAdds64(dst, x, y []float64) int                                   { return 0 }
func mulSubs64(dst, x, y []float64) int                                   { return 0 }

func addProducts32(dst []float32, terms []Product[float32], x []float32) int { return 0 }
func subProducts32(dst []float32, terms []Product[float32], x []float32) int { return 0 }
func addProducts64(dst []float64, terms []Product[float64], x []float64) int { return 0 }
func subProducts64(dst []float64, terms []Product[float64], x []float64) int { return 0 }

func axpbySquares32(lane *[lanes]float32, r Rows, dst []float32, a float32, x []float32, b float32, y []float32) int {
	return 0
}
func advance32(yy, zy *[lanes]float32, r Rows, a float32, p []float32, b float32, s, x []float32, c float32, t, y, z []float32) int {
	return 0
}
func redirect32(r Rows, dst, x []float32, b float32, p []float32, a float32, v []float32) int {
	return 0
}
func move32(r Rows, before, z []float32, a float32, d []float32) int { return 0 }

func axpbySquares64(lane *[lanes]float64, r Rows, dst []float64, a float64, x []float64, b float64, y []float64) int {
	return 0
}
func advance64(yy, zy *[lanes]float64, r Rows, a float64, p []float64, b float64, s, x []float64, c float64, t, y, z []float64) int {
	return 0
}
func redirect64(r Rows, dst, x []float64, b float64, p []float64, a float64, v []float64) int {
	return 0
}
func move64(r Rows, before, z []float64, a float64, d []float64) int                    { return 0 }
func toward32(lane *[lanes]float32, r Rows, z, u []float32, a float32, b []float32) int { return 0 }
func toward64(lane *[lanes]float64, r Rows, z, u []float64, a float64, b []float64) int { return 0 }
func mixProducts32(dst []float32, a float32, y []float32, b float32, terms []Product[float32], x []float32) int {
	return 0
}
func mixProducts64(dst []float64, a float64, y []float64, b float64, terms []Product[float64], x []float64) int {
	return 0
}

func addBlends32(y, w, f, a, b []float32) int { return 0 }
func addBlends64(y, w, f, a, b []float64) int { return 0 }
func addSplits32(a, b, w, f, y []float32) int { return 0 }
func addSplits64(a, b, w, f, y []float64) int { return 0 }
func betweens32(f, p, q, r, k []float32) int  { return 0 }
func betweens64(f, p, q, r, k []float64) int  { return 0 }

func shares32(to, stay, v, there, f []float32, k float32) int          { return 0 }
func shares64(to, stay, v, there, f []float64, k float64) int          { return 0 }
func sharesOwn32(to, stay, v, there, here, f []float32, k float32) int { return 0 }
func sharesOwn64(to, stay, v, there, here, f []float64, k float64) int { return 0 }

func relax32(lane *[lanes]float32, rows []RelaxRow, n, ring, apart int, terms []Coupling, factors []float32, beyond float32, y, x, b []float32) int {
	return 0
}
func relax64(lane *[lanes]float64, rows []RelaxRow, n, ring, apart int, terms []Coupling, factors []float64, beyond float64, y, x, b []float64) int {
	return 0
}

func start32(rows []RelaxRow, n int, b, x, f, g, r []float32) int { return 0 }
func start64(rows []RelaxRow, n int, b, x, f, g, r []float64) int { return 0 }
