// Package plot draws the pictures of a run: fields on the grid as colour maps
// with shared scales and colour bars, profiles of one-dimensional fields, and
// curves of training. Files are PNG or SVG by their name's ending.
//
// It takes plain numbers and labels, and must never know a system, a file
// format of data, or where a run keeps its files. Only programs import it: a
// shipped solver draws nothing.
package plot
