package cli

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// smallDisk names the folder in which the copy of this binary mounts a small disk.
const smallDisk = "FARNE_TEST_SMALL_DISK"

// A real small disk: this test starts itself again in a mount namespace of its own (and, without
// privileges, in a user namespace, where mounting is allowed), so that the mount goes with the process.
func TestFullDisk(t *testing.T) {
	if disk := os.Getenv(smallDisk); disk != "" {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=3m"); err != nil {
			t.Fatal(err)
		}
		play(t, "testdata/fulldisk", func(env *testscript.Env) error {
			env.Setenv("DISK", disk)
			return nil
		})
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestFullDisk$", "-test.v")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS: TestFullDisk/") {
		t.Fatalf("%v\n%s", err, out)
	}
}
