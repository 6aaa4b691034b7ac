package factor

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// exposed tells whether the mode lets anybody but the owner in.
func exposed(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// keepsOwners tells whether the file's file system can keep it from other users. In doubt it can.
func keepsOwners(file *os.File) bool {
	var stat unix.Statfs_t
	if err := unix.Fstatfs(int(file.Fd()), &stat); err != nil {
		return true
	}
	switch unix.ByteSliceToString(stat.Fstypename[:]) {
	case "msdos", "exfat", "ntfs", "macfuse":
		return false
	}
	return true
}
