// Package harden closes the ways by which a process's memory reaches a disk or another program of
// the same user: core dumps and debuggers.
//
// Call Process first thing in main, before any key is read. Beware: on Linux the process can then no
// longer be looked at through /proc by its own user either: xdg-desktop-portal, for one, cannot tell
// which application asks. A child process gets its own setting back when it executes. What a Go
// panic prints cannot be made less from inside: it shows the words of the failing goroutine's
// arguments, so a key must never be passed by value as an array; package secret passes a function.
// Only GOTRACEBACK=none in the environment of the start takes that away too.
package harden

import "errors"

// Process hardens this process as far as the system can: no core dump (RLIMIT_CORE 0, the hard limit
// too), on Linux no dump and no tracing at all (PR_SET_DUMPABLE 0), on Windows no crash report. It
// does all it can before it returns an error; a caller shows the error and goes on.
func Process() error { return errors.Join(noCore(), noDump()) }
