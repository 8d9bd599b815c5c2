// Package rundir decides which folder a run writes to, and keeps a record in
// it, so that an unfinished run goes on, a finished one is never lost, and two
// runs never share a folder.
//
// It must never know what a run computes.
package rundir
