package s3

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/minio/minio-go/v7"

	"farne/sync/remote"
)

// Put implements remote.Store.
func (s *Store) Put(ctx context.Context, name string, data []byte, mode remote.Mode) error {
	if err := remote.CheckPut(name, data); err != nil {
		return err
	}
	if err := s.checkPlace(ctx); err != nil {
		return err
	}
	if mode == remote.Overwrite {
		return s.put(ctx, name, data, false)
	}
	if !s.conditional || s.unprobed {
		if done, err := s.standing(ctx, name, data); done || err != nil {
			return err
		}
	}
	err := s.put(ctx, name, data, s.conditional)
	if !errors.Is(err, errPrecondition) {
		return err
	}
	// Somebody's object, or our own from a PUT whose answer was lost.
	there, err := s.Get(ctx, name)
	switch {
	case errors.Is(err, errDeleted): // some take a deleted object for one that stands
		return s.put(ctx, name, data, false)
	case errors.Is(err, remote.ErrNotFound):
		return errWavering
	}
	return compare(name, there, data, err)
}

// standing tells whether these very bytes already stand there; ErrExists if others do.
func (s *Store) standing(ctx context.Context, name string, data []byte) (bool, error) {
	_, err := s.core.StatObject(ctx, s.bucket, name, minio.StatObjectOptions{})
	if isNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, s.explain(ctx, err)
	}
	there, err := s.Get(ctx, name)
	if errors.Is(err, remote.ErrNotFound) {
		return false, nil
	}
	return true, compare(name, there, data, err)
}

func compare(name string, there, data []byte, err error) error {
	if err == nil && !bytes.Equal(there, data) {
		return fmt.Errorf("put %s: %w", name, remote.ErrExists)
	}
	return err
}

func (s *Store) put(ctx context.Context, name string, data []byte, ifNone bool) error {
	var options minio.PutObjectOptions
	if ifNone {
		options.SetMatchETagExcept("*")
	}
	sum := md5.Sum(data) // Content-MD5: the server compares, and object lock demands it
	info, err := s.core.PutObject(ctx, s.bucket, name, bytes.NewReader(data), int64(len(data)),
		base64.StdEncoding.EncodeToString(sum[:]), "", options)
	if err != nil {
		return s.explain(ctx, err)
	}
	if info.ETag == "" {
		return errNotS3 // S3 always names what it stored
	}
	return nil
}

// Delete implements remote.Store.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := remote.CheckName(name); err != nil {
		return err
	}
	err := s.core.RemoveObject(ctx, s.bucket, name, minio.RemoveObjectOptions{})
	if err == nil || isNotFound(err) {
		return nil
	}
	return s.explain(ctx, err)
}
