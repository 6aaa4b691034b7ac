package seal

import (
	"bytes"
	"errors"
	"testing"
)

func FuzzUnwrapUndoesWrap(f *testing.F) {
	key := NewDecapsulationKey()
	f.Add("info", []byte("aad"), []byte("a file key"))
	f.Fuzz(func(t *testing.T, info string, aad, plaintext []byte) {
		wrapped, err := Wrap(key.Public(), info, aad, plaintext)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := Unwrap(key, info, aad, wrapped); err != nil || !bytes.Equal(back, plaintext) {
			t.Fatalf("%x, %v", back, err)
		}
		for _, err := range []error{
			second(Unwrap(NewDecapsulationKey(), info, aad, wrapped)),
			second(Unwrap(DecapsulationKey{}, info, aad, wrapped)),
			second(Unwrap(key, info+"x", aad, wrapped)),
			second(Unwrap(key, info, append(aad, 0), wrapped)),
			second(Unwrap(key, info, aad, wrapped[:len(wrapped)-1])),
			second(Unwrap(key, info, aad, nil)),
		} {
			fault(t, err, WrongKey)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestWrapToNoKey(t *testing.T) {
	_, err := Wrap(EncapsulationKey{}, "info", nil, nil)
	fault(t, err, Misuse)
}

// A wrap opens in its own record and for its own recipient only.
func TestHeaderWraps(t *testing.T) {
	alice, bob := NewDecapsulationKey(), NewDecapsulationKey()
	toAlice, toBob := Recipient{ToSeat, ID{2}}, Recipient{ToSeat, ID{1}}
	h := sample(Member)
	for _, w := range []struct {
		to  Recipient
		key DecapsulationKey
	}{{toAlice, alice}, {toBob, bob}, {RecoveryRecipient(alice.Public()), alice}} {
		if err := h.Wrap(w.to, w.key.Public(), []byte("keys of "+w.to.ID.String())); err != nil {
			t.Fatal(err)
		}
	}
	fault(t, h.Wrap(toBob, bob.Public(), nil), Misuse)
	name, object, err := Seal(NewKey(), NewSigningKey(), h, nil)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseHeader(name, object)
	if err != nil || len(back.Wraps) != 3 {
		t.Fatal(len(back.Wraps), err)
	}
	if text, err := back.Unwrap(toAlice, alice); err != nil || string(text) != "keys of "+toAlice.ID.String() {
		t.Errorf("%s, %v", text, err)
	}
	fault(t, second(back.Unwrap(toAlice, bob)), WrongKey)
	fault(t, second(back.Unwrap(Recipient{ToSeat, ID{3}}, alice)), NoWrap)
	fault(t, second(back.Unwrap(Recipient{ToRecovery, ID{2}}, alice)), NoWrap)

	elsewhere := []func(*Header){
		func(h *Header) { h.Sequence++ },
		func(h *Header) { h.Generation++ },
		func(h *Header) { h.Practice[0]++ },
		func(h *Header) { h.Device[0]++ },
		func(h *Header) { h.Wraps = []Wrapped{{toAlice, h.Wraps[2].Sealed}} }, // what was for recovery
	}
	for _, change := range elsewhere {
		moved, _ := ParseHeader(name, object)
		change(&moved)
		fault(t, second(moved.Unwrap(toAlice, alice)), WrongKey)
	}
}

// What a seat was given does not show in the size of its wrap: a receptionist's looks like an owner's.
func TestWrapsOfOneSize(t *testing.T) {
	h, key := sample(Member), NewDecapsulationKey().Public()
	for i, size := range []int{0, 100, 1020} {
		if err := h.Wrap(Recipient{ToSeat, ID{byte(i)}}, key, make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		if len(h.Wraps[i].Sealed) != len(h.Wraps[0].Sealed) {
			t.Errorf("%d bytes show", size)
		}
	}
	if err := h.Wrap(Recipient{ToSeat, ID{9}}, key, make([]byte, maxWrap)); !errors.Is(err, Misuse) {
		t.Error("a wrap has no bound:", err)
	}
}

func TestRecoverySecret(t *testing.T) {
	secret := NewRecoverySecret()
	again, err := RecoverySecretFromBytes(secret.Reveal())
	if err != nil || !again.Equal(secret) || !again.Root().Equal(secret.Root()) ||
		!again.Decapsulation().Equal(secret.Decapsulation()) {
		t.Fatal("one secret gives two sets of keys", err)
	}
	if other := NewRecoverySecret(); other.Root().Public() == secret.Root().Public() {
		t.Error("two secrets give one root")
	}
	if bytes.Equal(secret.Root().Reveal(), secret.Decapsulation().Reveal()) {
		t.Error("root and recovery key have one seed")
	}
	id, key := JoinSecrets([]byte("0123456789"))
	otherID, otherKey := JoinSecrets([]byte("0123456788"))
	if id == otherID || key.Equal(otherKey) || bytes.HasPrefix(key.Reveal(), id[:]) {
		t.Error("join codes")
	}
}
