// Package report shows what a solver says: progress as a bar on a terminal and
// as a few plain lines elsewhere, tables and the lines of verify in columns,
// sizes and times in words.
//
// It must never know where the numbers come from.
package report
