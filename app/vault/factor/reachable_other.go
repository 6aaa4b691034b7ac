//go:build !linux

package factor

// reachable has nothing to find out: the keychain is always there to be asked.
func reachable() error { return nil }
