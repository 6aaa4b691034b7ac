package record

import (
	"context"
	"errors"
	"time"

	"farne/app/access"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/connect"
	"farne/sync/seal"
)

var storage = flow{act: access.ActAdminister, kind: access.KindKeysAndStorage}

// SetRemote proves a place for sync and backup with real requests, and keeps it only if it holds what
// Farne needs. The report tells what was seen, also where the place is refused.
func (p *Practice) SetRemote(ctx context.Context, c remote.Config) (remote.Config, remote.Report, error) {
	norm, err := p.allowed(ctx, storage)
	if err != nil {
		return c, remote.Report{}, err
	}
	if c.Name == "" {
		c.Name = "main"
	}
	env, err := p.env(ctx)
	if err != nil {
		return c, remote.Report{}, err
	}
	c, report, err := connect.Prepare(ctx, c, env)
	if err != nil {
		return c, report, err
	}
	encoded, err := remote.EncodeConfig(c)
	if err != nil {
		return c, report, err
	}
	if err := p.keepClockOffset(ctx, time.Duration(c.Capabilities.ClockOffset)*time.Millisecond); err != nil {
		return c, report, err
	}
	if !c.SamePlace(p.remoteConfig) {
		if err := p.noteNewPlace(ctx); err != nil {
			return c, report, err
		}
	}
	if err := p.did(ctx, storage, norm, access.Detail{Code: access.StorageChanged}); err != nil { // before it is done: no change without an entry
		return c, report, err
	}
	if err := p.local().Note(ctx, noteRemote, encoded); err != nil {
		return c, report, err
	}
	return c, report, p.use(ctx, c)
}

// noteNewPlace remembers since when the remote is set: until its first backup, its age counts from there.
// What was sent to another place before is no sync and no backup of this one.
func (p *Practice) noteNewPlace(ctx context.Context) error {
	if p.engine != nil {
		if err := p.engine.Moved(ctx); err != nil {
			return err
		}
	}
	return errors.Join(p.local().Note(ctx, noteRemoteSince, []byte(p.instant())),
		p.local().Note(ctx, noteLastSync, nil), p.local().Note(ctx, noteLastBackup, nil))
}

// Remotes lists the places that are set. Secrets in them do not print.
func (p *Practice) Remotes(ctx context.Context) ([]remote.Config, error) {
	c, set, err := loadRemote(ctx, p.local())
	if err != nil || !set {
		return []remote.Config{}, err
	}
	return []remote.Config{c}, nil
}

// TestRemote proves a place that is set again, with real requests.
func (p *Practice) TestRemote(ctx context.Context, name string) (remote.Config, remote.Report, error) {
	if _, err := p.allowed(ctx, storage); err != nil {
		return remote.Config{}, remote.Report{}, err
	}
	c, set, err := loadRemote(ctx, p.local())
	if err != nil {
		return c, remote.Report{}, err
	}
	if !set || (name != "" && name != c.Name) {
		return c, remote.Report{}, failure.New(failure.NotFound, "No remote of this name is set. Everything is saved on this laptop.", "See farne remote list.")
	}
	env, err := p.env(ctx)
	if err != nil {
		return c, remote.Report{}, err
	}
	tested, report, err := connect.Test(ctx, c, env)
	if err != nil {
		return c, report, err
	}
	encoded, err := remote.EncodeConfig(tested)
	if err != nil {
		return tested, report, err
	}
	return tested, report, p.local().Note(ctx, noteRemote, encoded)
}

func (p *Practice) env(ctx context.Context) (connect.Env, error) {
	offset, err := p.clockOffset(ctx)
	return connect.Env{Now: p.now, IsEnvelope: seal.IsEnvelope, Offset: offset, Counter: p.counter, Limiter: p.limiter}, err
}
