package factor

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// exposed tells whether the mode lets anybody but the owner in.
func exposed(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// ownerless are the file systems of memory sticks, whose modes come from the mount and not from the
// file. FUSE is among them because ntfs-3g and exfat-fuse show themselves so.
var ownerless = map[int64]bool{
	unix.MSDOS_SUPER_MAGIC: true,
	unix.EXFAT_SUPER_MAGIC: true,
	unix.FUSE_SUPER_MAGIC:  true,
	0x5346544e:             true, // NTFS
	0x7366746e:             true, // ntfs3
}

// keepsOwners tells whether the file's file system can keep it from other users. In doubt it can.
func keepsOwners(file *os.File) bool {
	var stat unix.Statfs_t
	if err := unix.Fstatfs(int(file.Fd()), &stat); err != nil {
		return true
	}
	return !ownerless[int64(stat.Type)]
}
