//go:build unix

package folder

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func isNotDir(err error) bool { return errors.Is(err, syscall.ENOTDIR) }

// isGone recognises a medium or a share that went away under us.
func isGone(err error) bool {
	for _, gone := range []error{syscall.EIO, syscall.ENODEV, syscall.ENXIO, syscall.ESTALE, syscall.ENOTCONN, syscall.EHOSTDOWN, syscall.ETIMEDOUT} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}

// Some network shares and FUSE file systems cannot sync a directory.
func dirSyncUnsupported(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.EBADF)
}

// renameExclusive renames only where nothing stands; errors.ErrUnsupported where the file system
// cannot.
func renameExclusive(root *os.Root, from, to string) error {
	fromDir, err := root.Open(filepath.Dir(from))
	if err != nil {
		return err
	}
	defer fromDir.Close()
	toDir, err := root.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer toDir.Close()
	err = renameat(int(fromDir.Fd()), filepath.Base(from), int(toDir.Fd()), filepath.Base(to))
	if err == unix.EINVAL || err == unix.ENOSYS || err == unix.ENOTSUP {
		return errors.ErrUnsupported
	}
	return err
}
