package cli

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"farne/sync/remote/remotetest"
)

func init() { moreCommands["server"] = setServer }

// Each script has a real S3 server of its own, and fronts before it that are good, bad, or what the script
// makes of $GOOD with the command "server MOOD". For each front NAME there is $NAME, its address, and
// NAME.pem, its authority.
func TestBuckets(t *testing.T) {
	play(t, "testdata/bucket", func(env *testscript.Env) error {
		v := remotetest.StartVersity(t, remotetest.VersityOptions{})
		elsewhere := remotetest.StartVersity(t, remotetest.VersityOptions{Region: "eu-central-1"})
		for name, value := range map[string]string{
			"ACCESS_KEY": remotetest.AccessKey, "BUCKET": v.Bucket, "OBJECTS": filepath.Join(v.Dir, v.Bucket),
			"ELSEWHERE": "http://" + elsewhere.Address, "BUCKET_ELSEWHERE": elsewhere.Bucket,
		} {
			env.Setenv(name, value)
		}
		files := map[string]string{"secret": v.Secret, "secret-elsewhere": elsewhere.Secret, "secret-wrong": "nothing that anybody knows"}
		mood := new(remotetest.Switch)
		env.Values[serverMood{}] = mood
		for name, o := range map[string]remotetest.FrontOptions{
			"GOOD": {Answered: mood.Answered}, "WRONG_NAME": {Names: []string{"s3.example.org"}}, "EXPIRED": {Expired: true},
			"UNKNOWN": {UnknownCA: true}, "OUTDATED": {MaxTLS: tls.VersionTLS11},
			"AHEAD": {Clock: 3 * time.Hour, Lifetime: 2 * time.Hour}, // this laptop's clock is three hours slow there
		} {
			front := remotetest.StartFront(t, v, o)
			env.Setenv(name, front.URL)
			files[name+".pem"] = front.CA
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(text), 0o600); err != nil {
				return err
			}
		}
		return nil
	})
}

// serverMood is the key under which a script's environment holds the mood of its good front.
type serverMood struct{}

func setServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: server MOOD")
	}
	ts.Value(serverMood{}).(*remotetest.Switch).Set(remotetest.Mood(args[0]))
}
