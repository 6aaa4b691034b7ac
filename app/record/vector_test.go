package record

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"farne/app/vault/filekey"
	"farne/app/vault/secret"
	"farne/build/vector"
	"farne/sync/member"
	"farne/sync/seal"
)

// keyRings is testdata/format/keyring.json.
type keyRings struct {
	About       string     `json:"about"`
	Seat        seatForm   `json:"seat"`
	Recovery    vector.Hex `json:"recovery_secret"`
	RecoveryID  vector.Hex `json:"recovery_key_id"`
	Compartment vector.Hex `json:"compartment"`
	EpochKey    vector.Hex `json:"epoch_key"`
	EpochKeyID  vector.Hex `json:"epoch_key_id"`
	Wrapping    vector.Hex `json:"epoch_wrapping_secret"` // Derive("file key", compartment) of the epoch key
	File        string     `json:"file"`
	FileKey     vector.Hex `json:"file_key"`
	Wraps       []ringWrap `json:"wraps"`
	Ring        string     `json:"ring"`
	Kit         kitNote    `json:"unconfirmed_kit"`
}

// seatForm is a person's secret in the vault, and its parts.
type seatForm struct {
	Seat     vector.Hex `json:"seat"`
	Device   vector.Hex `json:"device"`
	Person   vector.Hex `json:"person"`
	Signing  vector.Hex `json:"ed25519_seed"`
	HPKESeed vector.Hex `json:"hpke_seed"`
	Secret   vector.Hex `json:"persons_secret"`
}

type ringWrap struct {
	Kind    string     `json:"kind"`
	ID      string     `json:"id"`
	Context vector.Hex `json:"context"`
}

type kitNote struct {
	Secret vector.Hex `json:"recovery_secret"`
	Note   vector.Hex `json:"note"`
}

func TestVectors(t *testing.T) {
	v := vector.Drawn(t, "keyring.json", func() keyRings { return makeKeyRings(t) })
	seat, err := openBundle(secret.New(v.Seat.Secret))
	if err != nil || !bytes.Equal(bundle(seat).Bytes(), v.Seat.Secret) {
		t.Fatalf("the person's secret: %v", err)
	}
	if f := showSeat(seat); !bytes.Equal(f.Seat, v.Seat.Seat) || !bytes.Equal(f.Device, v.Seat.Device) || !bytes.Equal(f.Person, v.Seat.Person) ||
		!bytes.Equal(f.Signing, v.Seat.Signing) || !bytes.Equal(f.HPKESeed, v.Seat.HPKESeed) {
		t.Errorf("the person's secret is read as %+v", f)
	}
	kit, err1 := seal.RecoverySecretFromBytes(v.Recovery)
	epoch, err2 := seal.KeyFromBytes(v.EpochKey)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	compartment := seal.ID(v.Compartment)
	recovery, epochID := kit.Decapsulation().Public().ID(), epoch.ID()
	if !bytes.Equal(recovery[:], v.RecoveryID) || !bytes.Equal(epochID[:], v.EpochKeyID) {
		t.Errorf("the recovery key's id is %s, the epoch key's %s", recovery, epochID)
	}
	if derived := epoch.Derive("file key", compartment[:]); !bytes.Equal(derived.Reveal(), v.Wrapping) {
		t.Errorf("the wrapping secret is %x", derived.Reveal())
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, v.File+filekey.Suffix), []byte(v.Ring), 0o600); err != nil {
		t.Fatal(err)
	}
	keys := []filekey.Unwrapper{epochWrap(compartment, epoch), withRecovery(kit), withSeat(seat)}
	for i, with := range keys {
		spy := &contextSpy{Unwrapper: with}
		key, err := filekey.In(dir).Open(v.File, spy)
		if err != nil || !bytes.Equal(key.Bytes(), v.FileKey) || !bytes.Equal(spy.context, v.Wraps[i].Context) {
			t.Errorf("%s does not open it: %v, context %x", with.Recipient().Kind, err, spy.context)
		}
		if who := with.Recipient(); string(who.Kind) != v.Wraps[i].Kind || who.ID != v.Wraps[i].ID {
			t.Errorf("recipient %d is %+v", i, who)
		}
	}
	if raw, err := seal.Unwrap(seat.Decapsulation, kitInfo, seat.ID[:], v.Kit.Note); err != nil || !bytes.Equal(raw, v.Kit.Secret) {
		t.Errorf("the unconfirmed kit: %v", err)
	}
}

func showSeat(s member.SeatKeys) seatForm {
	return seatForm{s.ID[:], s.Device[:], s.Person[:], s.Signing.Reveal(), s.Decapsulation.Reveal(), bundle(s).Bytes()}
}

func makeKeyRings(t *testing.T) keyRings {
	seat := member.NewSeat(seal.NewID(), seal.NewID())
	kit, epoch, compartment := seal.NewRecoverySecret(), seal.NewKey(), seal.NewID()
	id, keyID, recovery := compartment, epoch.ID(), kit.Decapsulation().Public()
	recoveryID := recovery.ID()
	v := keyRings{
		About: "The key ring of a database file, whose key each of three opens: under the epoch's key, with the recovery kit, with a seat. context is the associated data of each wrap. " +
			"seat: a person's secret as the vault keeps it. unconfirmed_kit: a recovery secret wrapped to the seat until it is on paper.",
		Seat: showSeat(seat), Recovery: kit.Reveal(), RecoveryID: recoveryID[:], Compartment: id[:], EpochKey: epoch.Reveal(), EpochKeyID: keyID[:],
		Wrapping: epoch.Derive("file key", id[:]).Reveal(), File: "care.db",
	}
	dir := t.TempDir()
	var spies []filekey.Wrapper
	for _, w := range []filekey.Wrapper{epochWrap(compartment, epoch), toRecovery(recovery), toSeat(seat)} {
		spies = append(spies, &contextSpy{Wrapper: w})
	}
	key, err := filekey.In(dir).Create(v.File, spies...)
	if err != nil {
		t.Fatal(err)
	}
	for _, spy := range spies {
		who := spy.Recipient()
		v.Wraps = append(v.Wraps, ringWrap{string(who.Kind), who.ID, spy.(*contextSpy).context})
	}
	ring, err := os.ReadFile(filepath.Join(dir, v.File+filekey.Suffix))
	if err != nil {
		t.Fatal(err)
	}
	v.FileKey, v.Ring = key.Bytes(), string(ring)
	v.Kit.Secret = seal.NewRecoverySecret().Reveal()
	if v.Kit.Note, err = seal.Wrap(seat.Decapsulation.Public(), kitInfo, seat.ID[:], v.Kit.Secret); err != nil {
		t.Fatal(err)
	}
	return v
}

// contextSpy notes what a wrap is bound to.
type contextSpy struct {
	filekey.Wrapper
	filekey.Unwrapper
	context []byte
}

func (s *contextSpy) Recipient() filekey.Recipient {
	if s.Wrapper != nil {
		return s.Wrapper.Recipient()
	}
	return s.Unwrapper.Recipient()
}

func (s *contextSpy) Wrap(key secret.Secret, context []byte) ([]byte, error) {
	s.context = bytes.Clone(context)
	return s.Wrapper.Wrap(key, context)
}

func (s *contextSpy) Unwrap(wrapped, context []byte) (secret.Secret, error) {
	s.context = bytes.Clone(context)
	return s.Unwrapper.Unwrap(wrapped, context)
}
