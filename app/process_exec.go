//go:build production && !windows

package app

import (
	"os"
	"syscall"
)

// replaceProcess puts a new Farne in the place of this one, with the same words: Go cannot wipe what its
// heap has copied, the end of the process can. Nothing secret is handed over; the home's lock does not
// survive it, and has been given back before.
func replaceProcess() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(program, os.Args, os.Environ())
}
