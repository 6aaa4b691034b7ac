//go:build unix && !linux && !darwin

package folder

import "golang.org/x/sys/unix"

func renameat(int, string, int, string) error { return unix.ENOSYS }
