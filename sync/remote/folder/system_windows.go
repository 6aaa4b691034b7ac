package folder

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

func isNotDir(err error) bool {
	return errors.Is(err, windows.ERROR_PATH_NOT_FOUND) || errors.Is(err, windows.ERROR_DIRECTORY)
}

// isGone recognises a medium or a share that went away under us.
func isGone(err error) bool {
	for _, gone := range []error{windows.ERROR_NOT_READY, windows.ERROR_DEVICE_NOT_CONNECTED, windows.ERROR_NETNAME_DELETED,
		windows.ERROR_BAD_NETPATH, windows.ERROR_IO_DEVICE, windows.ERROR_NO_SUCH_DEVICE} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}

// Windows has no syncing of directories; NTFS keeps its own journal.
func dirSyncUnsupported(error) bool { return true }

// renameExclusive renames only where nothing stands (MoveFileEx without the flag to replace).
func renameExclusive(root *os.Root, from, to string) error {
	source, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), from))
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(filepath.Join(root.Name(), to))
	if err != nil {
		return err
	}
	return windows.MoveFileEx(source, target, windows.MOVEFILE_WRITE_THROUGH)
}
