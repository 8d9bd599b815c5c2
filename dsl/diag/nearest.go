package diag

import "strings"

// Nearest returns the candidate that name was most likely meant to be, or ""
// if none is near. Distance counts inserted, deleted, changed and swapped
// neighbouring letters (optimal string alignment); a change of case counts
// nothing. A third of the letters may differ, at least one. Of equally near
// candidates the one whose case is nearer wins, then the first.
func Nearest(name string, candidates []string) string {
	best, found, exact := max(1, len(name)/3)+1, "", 0
	lower := strings.ToLower(name)
	for _, c := range candidates {
		if c == name || len(c)-len(name) > best || len(name)-len(c) > best {
			continue
		}
		d := distance(lower, strings.ToLower(c))
		if d > best || d >= len(name) || d == best && (found == "" || distance(name, c) >= exact) {
			continue
		}
		best, found, exact = d, c, distance(name, c)
	}
	return found
}

// distance is the optimal string alignment distance of a and b in bytes.
func distance(a, b string) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
