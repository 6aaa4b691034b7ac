package folder

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"farne/sync/remote"
)

// List implements remote.Store. It walks directory by directory, so a long listing is no one moment.
func (s *Store) List(ctx context.Context, prefix, after string, each func(remote.Info) error) error {
	if err := ready(ctx, remote.CheckPrefix(prefix)); err != nil {
		return err
	}
	root, err := s.open()
	if err != nil {
		return err
	}
	defer root.Close()
	w := &walk{ctx: ctx, root: root, prefix: prefix, after: after, each: each}
	if err := w.dir(startOf(prefix)); err != nil {
		if w.own != nil {
			return w.own
		}
		return explain(err, "list the folder")
	}
	// A stick that was pulled while we walked may have looked like empty directories.
	_, err = readMarker(root)
	return err
}

// startOf is the directory that holds everything with this prefix.
func startOf(prefix string) string {
	if slash := strings.LastIndexByte(prefix, '/'); slash >= 0 {
		return prefix[:slash]
	}
	return ""
}

type walk struct {
	ctx           context.Context
	root          *os.Root
	prefix, after string
	each          func(remote.Info) error
	own           error // what each returned
}

// dir lists one directory, "" being the folder itself.
func (w *walk) dir(dir string) error {
	entries, err := w.read(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		name := path.Join(dir, entry.Name())
		if entry.IsDir() {
			err = w.below(name)
		} else {
			err = w.file(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// read returns the entries in the order that their names have in whole paths: "a-b" stands before
// "a/x", for '-' is less than '/'. A directory that is gone is empty; the marker is asked at the end.
func (w *walk) read(dir string) ([]fs.DirEntry, error) {
	if dir != "" && remote.CheckName(dir) != nil {
		return nil, nil
	}
	entries, err := fs.ReadDir(w.root.FS(), path.Join(".", dir))
	if errors.Is(err, fs.ErrNotExist) || isNotDir(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return remote.CheckName(e.Name()) != nil || !e.IsDir() && !e.Type().IsRegular()
	})
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return entries, nil
}

func sortKey(e fs.DirEntry) string {
	if e.IsDir() {
		return e.Name() + "/"
	}
	return e.Name()
}

// below goes into a directory unless nothing in it can be asked for.
func (w *walk) below(name string) error {
	dir := name + "/"
	inPrefix := strings.HasPrefix(dir, w.prefix) || strings.HasPrefix(w.prefix, dir)
	passed := dir < w.after && !strings.HasPrefix(w.after, dir)
	if !inPrefix || passed {
		return nil
	}
	return w.dir(name)
}

func (w *walk) file(name string) error {
	if !strings.HasPrefix(name, w.prefix) || name <= w.after || remote.CheckName(name) != nil {
		return nil
	}
	info, err := w.info(name)
	if errors.Is(err, fs.ErrNotExist) { // deleted since the directory was read
		return nil
	}
	if err != nil {
		return err
	}
	w.own = w.each(info)
	return w.own
}

// digestEnds is how much of each end of an object goes into its version.
const digestEnds = 64 << 10

// info hashes small objects (every hint) whole. Of a large one it hashes the size and both ends, lest
// listing the packs of a slow stick reads gigabytes: an envelope begins with a random salt and ends
// with a signature, so any two differ there.
func (w *walk) info(name string) (remote.Info, error) {
	f, err := w.root.Open(filepath.FromSlash(name))
	if err != nil {
		return remote.Info{}, err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return remote.Info{}, err
	}
	digest, size := sha256.New(), stat.Size()
	if size <= 2*digestEnds {
		_, err = io.Copy(digest, f)
	} else {
		digest.Write(binary.BigEndian.AppendUint64(nil, uint64(size)))
		_, err = io.Copy(digest, io.MultiReader(io.NewSectionReader(f, 0, digestEnds), io.NewSectionReader(f, size-digestEnds, digestEnds)))
	}
	if err != nil {
		return remote.Info{}, fmt.Errorf("read for its version: %w", err)
	}
	return remote.Info{Name: name, Size: size, Version: hex.EncodeToString(digest.Sum(nil))}, nil
}
