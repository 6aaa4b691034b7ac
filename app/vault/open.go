package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"farne/app/durable"
	"farne/app/vault/factor"
	"farne/sync/failure"
)

// Facts are what the file tells without any secret.
type Facts struct {
	Home ID
	Kind factor.Kind
}

// Inspect reads the facts. Failures: NotFound, Integrity, BadInput for a newer version's file.
func Inspect(path string) (Facts, error) {
	d, err := load(path)
	if err != nil {
		return Facts{}, err
	}
	return Facts{Home: d.Home, Kind: d.Factor}, nil
}

// Create makes the file, with nobody in it. One that exists is refused.
func Create(path string, c Config) (*Vault, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, failure.Wrap(err, failure.Refused, "There are keys in this folder already. They were not touched.", "Give --home another folder.")
	}
	return create(path, c)
}

// Recreate makes the file anew for a home whose second factor is lost; whoever does so has proven
// themselves with the recovery kit. Nobody else is in the new file: their secrets were closed with
// the lost factor. The old file is kept beside it as <path>.lost. The new Config needs a new Home
// when the keychain still holds an item, with another secret, under the old one.
func Recreate(path string, c Config) (*Vault, error) {
	if err := durable.Rename(path, path+".lost"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("recreate the vault: %w", err)
	}
	return create(path, c)
}

func create(path string, c Config) (*Vault, error) {
	if c.Params == (Params{}) {
		c.Params = Calibrate(c.Now)
	}
	keys, err := keysOf(c.Factor, c.Home)
	if err != nil {
		return nil, err
	}
	if err := c.Params.check(); err != nil || !c.Kind.Valid() {
		return nil, fmt.Errorf("vault: %q with %+v: %w", c.Kind, c.Params, errParams)
	}
	unlock, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	defer unlock()
	v := newVault(path, c.Home, c.Kind, keys, c.Now)
	d := &document{Home: c.Home, Factor: c.Kind, Check: keys.check.Bytes(), Params: c.Params, People: []entry{}}
	data, err := d.encode(keys.mac)
	if err == nil {
		err = durable.Create(path, data, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("create the vault: %w", err)
	}
	return v, nil
}

// Open opens the file with the second factor's secret. Failures: WrongKey when it is not this home's,
// Integrity when the file is damaged or was changed, NotFound.
func Open(path string, second Secret, now func() time.Time) (*Vault, error) {
	d, err := load(path)
	if err != nil {
		return nil, err
	}
	keys, err := keysOf(second, d.Home)
	if err != nil {
		return nil, err
	}
	if err := d.verify(keys); err != nil {
		keys.wipe()
		return nil, err
	}
	return newVault(path, d.Home, d.Factor, keys, now), nil
}

func newVault(path string, home ID, kind factor.Kind, keys factorKeys, now func() time.Time) *Vault {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	return &Vault{path: path, home: home, kind: kind, keys: keys, now: now, late: &memory{}}
}
