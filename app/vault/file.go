package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"

	"farne/app/durable"
	"farne/sync/failure"
)

const (
	largestFile = 1 << 20 // bytes; a person's entry takes about 600
	// patience is how long a change waits for another process that is changing the file, or trying a
	// password, which takes up to a second.
	patience = 15 * time.Second
)

// load reads the file and explains what is wrong with it.
func load(path string) (*document, error) {
	data, err := readLimited(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, failure.Wrap(err, failure.NotFound, "There are no keys in this folder.",
			"Begin with farne init, farne join or farne restore, or check --home.")
	}
	if err != nil {
		return nil, fmt.Errorf("read the vault: %w", err)
	}
	d, err := decode(data)
	switch {
	case errors.Is(err, durable.ErrNewer):
		return nil, failure.Wrap(err, failure.BadInput, "A newer Farne wrote this folder's keys. Nothing was changed.", "Install the newest Farne.")
	case errors.Is(err, errParams):
		return nil, failure.Wrap(err, failure.Integrity, "The vault file asks for a weaker password key than Farne ever uses, or for an impossible one: somebody changed it. No password was tried.",
			"Do not type your password on this laptop. Open the records with the recovery kit: farne unlock --recovery-file FILE.")
	case err != nil:
		return nil, failure.Wrap(err, failure.Integrity, "The vault file, which holds this laptop's keys, is damaged. The records themselves were not touched.",
			"Open them with the recovery kit: farne unlock --recovery-file FILE.")
	}
	return d, nil
}

func readLimited(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, largestFile+1))
	if err == nil && len(data) > largestFile {
		return nil, failure.New(failure.Integrity, "The vault file is far larger than any that Farne writes.", "Open the records with the recovery kit.")
	}
	return data, err
}

// read loads and verifies.
func (v *Vault) read() (*document, error) {
	d, err := load(v.path)
	if err == nil {
		err = d.verify(v.keys)
	}
	return d, err
}

func (v *Vault) write(d *document) error {
	data, err := d.encode(v.keys.mac)
	if err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	return durable.Write(v.path, data, 0o600)
}

// change runs one change while no other process changes the file: lock, read anew, do, write.
func (v *Vault) change(do func(*document) error) error {
	return v.alone(func(d *document) error {
		if err := do(d); err != nil {
			return err
		}
		return v.write(d)
	})
}

func (v *Vault) alone(do func(*document) error) error {
	unlock, err := lockFile(v.path)
	if err != nil {
		return err
	}
	defer unlock()
	d, err := v.read()
	if err != nil {
		return err
	}
	return do(d)
}

func lockFile(path string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	lock := flock.New(path + ".lock")
	if taken, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil || !taken {
		lock.Close()
		return nil, failure.Wrap(err, failure.Busy, "Another Farne is using the keys. Nothing was changed.", "Try again in a moment.")
	}
	return func() { lock.Close() }, nil
}
