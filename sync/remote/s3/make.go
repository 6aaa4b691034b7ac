package s3

import (
	"context"

	"github.com/minio/minio-go/v7"

	"farne/sync/remote"
)

// MakeBucket makes the bucket that a configuration names. The credentials of laptops may not; tests
// and an owner who sets up a server of their own use it.
func MakeBucket(ctx context.Context, c remote.Config, env Env, versioning, objectLock bool) error {
	s, err := New(c, env)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.core.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: c.Region, ObjectLocking: objectLock}); err != nil {
		return s.explain(ctx, err)
	}
	if versioning {
		return s.explain(ctx, s.core.EnableVersioning(ctx, s.bucket))
	}
	return nil
}
