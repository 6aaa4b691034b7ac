//go:build !linux

package harden

// noDump has nothing to do: only Linux has such a switch for a process that is not signed.
func noDump() error { return nil }
