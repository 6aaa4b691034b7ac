package record

import (
	"context"
	"errors"
	"fmt"

	"farne/app/store"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/seal"
)

// Notes of the practice file: what this laptop alone knows, and never syncs.
const (
	noteDevice = "device"  // id 16 ‖ Ed25519 seed 32
	noteRoot   = "root"    // the practice's first root public key, 32
	noteRemote = "remote"  // remote.EncodeConfig: holds the storage credentials
	noteLaptop = "laptop"  // what to call a restored laptop, until its row is written
	noteMember = "member " // before a record's name: the record's object
)

// keepDevice notes who this laptop is.
func keepDevice(ctx context.Context, local *store.Compartment, d member.DeviceKeys, root seal.PublicKey) error {
	if err := local.Note(ctx, noteDevice, append(append([]byte{}, d.ID[:]...), d.Signing.Reveal()...)); err != nil {
		return err
	}
	return local.Note(ctx, noteRoot, root[:])
}

func loadDevice(ctx context.Context, local *store.Compartment) (d member.DeviceKeys, root seal.PublicKey, err error) {
	b, err := local.Noted(ctx, noteDevice)
	if err != nil {
		return d, root, err
	}
	public, err := local.Noted(ctx, noteRoot)
	if err != nil {
		return d, root, err
	}
	if len(b) != 48 || len(public) != len(root) {
		return d, root, errors.New("the practice file does not say which laptop this is")
	}
	d.ID, root = seal.ID(b[:16]), seal.PublicKey(public)
	d.Signing, err = seal.SigningKeyFromSeed(b[16:])
	return d, root, err
}

// keepRecords notes member records, so that the practice opens without a line.
func keepRecords(ctx context.Context, local *store.Compartment, records ...member.Record) error {
	for _, r := range records {
		if err := local.Note(ctx, noteMember+r.Name, r.Object); err != nil {
			return err
		}
	}
	return nil
}

func loadLog(ctx context.Context, local *store.Compartment) (*member.Log, error) {
	records, err := local.NotedUnder(ctx, noteMember)
	if err != nil {
		return nil, err
	}
	log := &member.Log{}
	for name, object := range records {
		if _, err := log.Add(name, object); err != nil {
			return nil, fmt.Errorf("stored membership log: %w", err)
		}
	}
	return log, nil
}

func loadRemote(ctx context.Context, local *store.Compartment) (c remote.Config, set bool, err error) {
	b, err := local.Noted(ctx, noteRemote)
	if err != nil || b == nil {
		return c, false, err
	}
	c, err = remote.DecodeConfig(b)
	return c, err == nil, err
}
