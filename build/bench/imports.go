package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/google/uuid"
)

// measureImport takes over FHIR bundles of patients that are not in the record yet. The plain side
// decodes each resource with encoding/json and inserts its bytes as they are, in one transaction a
// bundle, into an unencrypted table of copies.
func measureImport(ctx context.Context, b *bench) error {
	samples, err := bundlesOf(b.samples)
	if err != nil {
		return err
	}
	return b.compare("import FHIR, per bundle of a patient", 4,
		func(i int) (time.Duration, error) {
			file, err := b.stranger(samples[i%len(samples)])
			if err != nil {
				return 0, err
			}
			return timed(func() error {
				r, err := b.p.ImportFHIR(ctx, []string{file}, func(int64, int64, int64) {})
				if err == nil && (len(r.Failed) > 0 || r.Read == 0 || r.Created != r.Read) {
					err = fmt.Errorf("not everything was new: %+v", r)
				}
				return err
			})
		},
		func(i int) (time.Duration, error) {
			file, err := b.stranger(samples[i%len(samples)])
			if err != nil {
				return 0, err
			}
			return timed(func() error { return b.plainImport(ctx, file) })
		})
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// stranger writes a bundle again with other ids: somebody the record does not know.
func (b *bench) stranger(sample string) (string, error) {
	text, err := unpack(sample)
	if err != nil {
		return "", err
	}
	fresh := map[string][]byte{}
	text = uuids.ReplaceAllFunc(text, func(id []byte) []byte {
		if fresh[string(id)] == nil {
			fresh[string(id)] = []byte(uuid.NewString())
		}
		return fresh[string(id)]
	})
	f, err := os.CreateTemp(b.dir, "*.json.gz")
	if err != nil {
		return "", err
	}
	z := gzip.NewWriter(f)
	_, err = z.Write(text)
	return f.Name(), errors.Join(err, z.Close(), f.Close())
}

func unpack(name string) ([]byte, error) {
	packed, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func (b *bench) plainImport(ctx context.Context, name string) error {
	ctx = context.WithoutCancel(ctx)
	text, err := unpack(name)
	if err != nil {
		return err
	}
	var bundle struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(text, &bundle); err != nil {
		return err
	}
	tx, err := b.plain.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO care.verbatim (id, type, foreign_id, body) VALUES (?, ?, ?, ?)")
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	for _, e := range bundle.Entry {
		var resource map[string]any
		err := json.Unmarshal(e.Resource, &resource)
		if err == nil {
			id := uuid.New()
			_, err = insert.ExecContext(ctx, id[:], resource["resourceType"], resource["id"], []byte(e.Resource))
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}
