package diag

// An Explanation is what `pindiffc explain CODE` shows. Wrong and Right are
// whole specifications: Wrong gives the code, Right gives no diagnostic at all, each
// with its setting, `name=value` of -set, if it has one. Both are empty where an
// example would be too long to show.
type Explanation struct {
	Code  string // "E0203"
	Title string // one line, as a heading
	Story string // a paragraph or two: why this is refused, what to do
	Wrong string
	Right string

	WrongSet, RightSet string
}
