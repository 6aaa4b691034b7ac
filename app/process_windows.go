//go:build production && windows

package app

import (
	"os"
	"os/exec"
)

// replaceProcess starts a new Farne with the same words and ends this one: Go cannot wipe what its heap
// has copied, the end of the process can.
func replaceProcess() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if err := exec.Command(program, os.Args[1:]...).Start(); err != nil {
		return err
	}
	os.Exit(0)
	return nil
}
