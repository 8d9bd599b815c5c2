package solver

// ShareAll lets cases be shared that are too small to gain by it, and returns what undoes
// that.
func ShareAll() (undo func()) {
	before := leastShared
	leastShared = 0
	return func() { leastShared = before }
}
