package record

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"farne/app/durable"
	"farne/app/vault/kit"
	"farne/app/vault/secret"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/seal"
)

// Page is the recovery kit as it is printed.
func (k Kit) Page(made time.Time, where remote.Config) (kit.Kit, error) {
	words, err := kit.Spell(secret.New(k.Secret.Reveal()))
	return kit.Kit{Practice: k.Practice, Made: made, Words: words, Storage: storageOf(where)}, err
}

func storageOf(c remote.Config) kit.Storage {
	if c.Kind == remote.KindFolder {
		return kit.Storage{Provider: "A folder", Folder: c.Folder}
	}
	s := kit.Storage{Provider: c.Provider, Endpoint: c.Endpoint, Region: c.Region, Bucket: c.Bucket}
	if c.Capabilities != nil {
		s.Place = c.Capabilities.Place
	}
	return s
}

// WriteKit writes the page to a file that must not exist yet: PDF if its name ends so, else text. The
// file is the secret in clear, readable by its owner only.
func WriteKit(path string, page kit.Kit) error {
	content := page.Text()
	if strings.HasSuffix(strings.ToLower(path), ".pdf") {
		var err error
		if content, err = page.PDF(); err != nil {
			return err
		}
	}
	err := durable.Create(path, content, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return failure.Wrap(err, failure.Usage, "There is a file of this name already, and it was left alone. No practice was made.", "Give --recovery-out a new name.")
	}
	return err
}

// ReadKit finds the recovery secret in a file: our text, our PDF, or the words.
func ReadKit(path string) (seal.RecoverySecret, error) {
	read, err := kit.Open(path)
	if err != nil {
		return seal.RecoverySecret{}, err
	}
	return seal.RecoverySecretFromBytes(read.Secret.Bytes())
}
