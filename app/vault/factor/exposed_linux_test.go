package factor

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A memory stick shows every file as open to all: its key file is used, with a warning.
func TestKeyFileOnADiskWithoutOwners(t *testing.T) {
	var warnings []string
	k := KeyFile{Path: filepath.Join(t.TempDir(), "farne.key"), Warn: func(message string) { warnings = append(warnings, message) }}
	made, _, err := k.Ensure(t.Context())
	if err != nil || len(warnings) != 0 {
		t.Fatalf("%v, %q", err, warnings)
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(k.Path, &stat); err != nil {
		t.Fatal(err)
	}
	ownerless[int64(stat.Type)] = true
	defer delete(ownerless, int64(stat.Type))
	if err := os.Chmod(k.Path, 0o755); err != nil {
		t.Fatal(err)
	}
	read, err := k.Read(t.Context())
	if err != nil || !read.Equal(made) || len(warnings) != 1 {
		t.Fatalf("%v, %q", err, warnings)
	}
}
