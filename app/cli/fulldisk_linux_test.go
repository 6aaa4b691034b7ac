package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"farne/app/smalldisk"
)

// Each script has a real disk of 10 MB at $DISK.
func TestFullDisk(t *testing.T) {
	if !smalldisk.Alone(t) {
		return
	}
	play(t, "testdata/fulldisk", func(env *testscript.Env) error {
		disk := filepath.Join(env.WorkDir, "disk")
		if err := os.Mkdir(disk, 0o700); err != nil {
			return err
		}
		unmount, err := smalldisk.Mount(disk, 10<<20)
		if err != nil {
			return err
		}
		env.Defer(unmount)
		env.Setenv("DISK", disk)
		return nil
	})
}
