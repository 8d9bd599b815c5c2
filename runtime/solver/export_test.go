package solver

// ShareAll lets cases be shared that do not gain by it, and returns what undoes that.
func ShareAll() (undo func()) {
	shareAll = true
	return func() { shareAll = false }
}
