package record

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"farne/app/access"
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

// Reprint makes the kit again of which somebody has typed the words, so that its page names the storage that
// is set now: the secret lives on paper only, and Farne keeps none. WrongKey where the words are another
// practice's, or those of a kit that was replaced.
func (p *Practice) Reprint(ctx context.Context, typed seal.RecoverySecret) (Kit, error) {
	norm, err := p.allowed(ctx, storage)
	if err != nil {
		return Kit{}, err
	}
	members := p.members.Load()
	if typed.Root().Public() != members.Root() {
		return Kit{}, otherKit()
	}
	k := Kit{ID: members.Practice(), Secret: typed}
	if k.Practice, err = p.practiceName(ctx); err != nil {
		return Kit{}, err
	}
	return k, p.did(ctx, storage, norm, access.Detail{Code: access.KitPrinted})
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
		return failure.Wrap(err, failure.Usage, "There is a file of this name already, and it was left alone. No recovery kit was written.", "Give --recovery-out a new name.")
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
