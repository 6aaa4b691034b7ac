package record

import (
	"context"
	"errors"
	"testing"

	"farne/sync/failure"
	"farne/sync/member"
	"farne/sync/remote"
	"farne/sync/seal"
)

// Keys and epochs come with the membership log while a practice is open: the engine must work with those
// that are held now, not with those that were held when the storage was set.
func TestTheEngineWorksWithThePlacesOfNow(t *testing.T) {
	c, l := newClinic(t)
	l.patient("Before") // the storage was set on an open practice, and nothing was opened again since
	l.clean()
	l.backup()
	l.whole()
	if n := len(l.engine.Places()); n != len(l.store.Names()) {
		t.Fatalf("%d places for the files %v", n, l.store.Names())
	}
	secret := seal.NewRecoverySecret()
	first, err := member.NewPractice(secret, l.device, l.seat, nil, c.now) // another log, with keys of its own
	if err != nil {
		t.Fatal(err)
	}
	log := &member.Log{}
	if _, err := log.Add(first.Name, first.Object); err != nil {
		t.Fatal(err)
	}
	members, err := log.Open(secret.Root().Public(), member.SeatHolder(l.seat.ID, l.seat.Decapsulation))
	if err != nil {
		t.Fatal(err)
	}
	before := l.place("care")
	l.members.Store(members)
	for _, p := range l.engine.Places() {
		if p.Name == "care" && (p.ID == before.ID || p.Key.Equal(before.Key)) {
			t.Error("the engine still works with the keys of before")
		}
	}
}

// A place that is not accepted any more (a later Farne with another list of regions) keeps nobody from the
// record: what needs the remote says why, and another place can be set.
func TestAPlaceThatIsNoLongerAcceptedStopsOnlySync(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c, l := newClinic(t)
	p := l.patient("Outside")
	l.clean()
	outside := remote.Config{
		Name: "main", Kind: remote.KindS3, Provider: "aws", Endpoint: "https://s3.us-east-1.amazonaws.com", Region: "us-east-1",
		Bucket: "once-allowed", AccessKey: "id", Secret: remote.NewSecret("secret"),
	}
	encoded, err := remote.EncodeConfig(outside)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.local().Note(ctx, noteRemote, encoded), l.Close()); err != nil {
		t.Fatal(err)
	}
	l = c.open("first")
	l.note(p, "written all the same")
	if _, err := l.Sync(ctx); !failure.Is(err, failure.Refused) {
		t.Errorf("sync: %v", err)
	}
	if _, err := l.Backup(ctx, func(int64, int64, int64) {}); !failure.Is(err, failure.Refused) {
		t.Errorf("backup: %v", err)
	}
	if _, _, err := l.SetRemote(ctx, remote.Config{Kind: remote.KindFolder, Folder: c.folder}); err != nil {
		t.Fatal(err)
	}
	l.backup()
	l.whole()
}
