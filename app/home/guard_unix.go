//go:build unix

package home

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"farne/sync/failure"
)

// guard refuses a home that is somebody else's, or that others can write or replace, and closes it to
// readers.
func guard(dir string) error {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && int(owner.Uid) != os.Geteuid() {
		return failure.New(failure.Refused, "This folder belongs to another user of this computer. Nothing was changed.",
			"Sign in to the computer as that user, or give --home a folder of your own.")
	}
	if info.Mode().Perm()&0o022 != 0 {
		return writable("This folder can be written by other users of this computer, so Farne does not trust what is in it.", "chmod go-w")
	}
	parent, err := os.Stat(filepath.Dir(dir))
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	if parent.Mode().Perm()&0o002 != 0 && parent.Mode()&fs.ModeSticky == 0 {
		return writable("The folder around this one can be written by every user of this computer, who could put another in its place.", "chmod o-w")
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(dir, 0o700); err != nil {
			return fmt.Errorf("home: %w", err)
		}
	}
	return nil
}

func writable(message, command string) error {
	return failure.New(failure.Refused, message+" Nothing was changed.", "Take their right to write away ("+command+" FOLDER), or move the home to a folder of your own.")
}
