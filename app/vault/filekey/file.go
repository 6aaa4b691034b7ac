package filekey

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"farne/app/durable"
	"farne/sync/failure"
)

const (
	ringKind = "keys"
	version  = 1
	largest  = 4 << 20 // bytes; a hybrid post-quantum wrap takes about 1,200
)

type ring struct {
	File  string `json:"file"`
	Wraps []wrap `json:"wraps"` // ascending by kind, then id
}

type wrap struct {
	Recipient
	Wrapped []byte `json:"wrapped"`
}

func (r *Rings) path(file string) string { return filepath.Join(r.dir, file+Suffix) }

func (r *Rings) load(file string) (*ring, error) {
	if err := checkName(file); err != nil {
		return nil, err
	}
	found, err := readRing(r.path(file), file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, failure.Wrap(err, failure.NotFound, "There is no key for "+file+".", "Run farne verify.")
	case errors.Is(err, durable.ErrNewer):
		return nil, failure.Wrap(err, failure.BadInput, "A newer Farne wrote the keys of "+file+".", "Install the newest Farne.")
	case errors.Is(err, durable.ErrDamaged):
		return nil, failure.Wrap(err, failure.Integrity, "The keys of "+file+" are damaged, so it stays closed. The other files and the backup are not touched.",
			"Restore from the backup: farne restore.")
	}
	return found, err
}

func readRing(path, file string) (*ring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("keys of %s: %w", file, err)
	}
	if info.Size() > largest {
		return nil, durable.ErrDamaged
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("keys of %s: %w", file, err)
	}
	return decode(data, file)
}

func checkName(file string) error {
	if file == "" || filepath.Base(file) != file || strings.HasPrefix(file, ".") || len(file) > 200 {
		return fmt.Errorf("%.40q is not the name of a database file", file)
	}
	return nil
}

func (g *ring) encode() ([]byte, error) {
	body, err := json.MarshalIndent(g, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("keys of %s: %w", g.File, err)
	}
	return durable.Frame(ringKind, version, append(body, '\n')), nil
}

func decode(data []byte, file string) (*ring, error) {
	body, err := durable.Unframe(ringKind, version, data)
	if err != nil {
		return nil, err
	}
	g := new(ring)
	if err := json.Unmarshal(body, g); err != nil {
		return nil, fmt.Errorf("%w: %w", durable.ErrDamaged, err)
	}
	if again, err := g.encode(); err != nil || string(again) != string(data) || g.File != file || !g.ordered() {
		return nil, fmt.Errorf("%w: not the form that is written", durable.ErrDamaged)
	}
	return g, nil
}
