package filekey

import (
	"bytes"
	"crypto/hpke"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"farne/app/durable"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

var (
	ann = Symmetric(Recipient{Seat, "ann"}, secret.Random(32))
	bob = Symmetric(Recipient{Seat, "bob"}, secret.Random(32))
	day = Symmetric(Recipient{Epoch, "care/1"}, secret.Random(32))
)

// kit is a recovery key as sync/seal will give it: only the public half is on the laptop.
type kit struct {
	public  hpke.PublicKey
	private hpke.PrivateKey
}

func newKit(t *testing.T) kit {
	t.Helper()
	private, err := hpke.MLKEM768X25519().GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return kit{private.PublicKey(), private}
}

func (kit) Recipient() Recipient { return Recipient{Recovery, "kit-1"} }

func (k kit) Wrap(key secret.Secret, context []byte) ([]byte, error) {
	encapsulated, sender, err := hpke.NewSender(k.public, hpke.HKDFSHA256(), hpke.AES256GCM(), nil)
	if err != nil {
		return nil, err
	}
	sealed, err := sender.Seal(context, key.Bytes())
	return append(encapsulated, sealed...), err
}

func (k kit) Unwrap(wrapped, context []byte) (secret.Secret, error) {
	const encapsulated = 1120
	if len(wrapped) < encapsulated {
		return secret.Secret{}, errUnwrap
	}
	recipient, err := hpke.NewRecipient(wrapped[:encapsulated], k.private, hpke.HKDFSHA256(), hpke.AES256GCM(), nil)
	if err != nil {
		return secret.Secret{}, err
	}
	key, err := recipient.Open(context, wrapped[encapsulated:])
	return secret.New(key), err
}

func TestEveryRecipientOpensAndNobodyElse(t *testing.T) {
	rings, recovery := In(t.TempDir()), newKit(t)
	key, err := rings.Create("care.db", ann, recovery, day)
	if err != nil || key.Len() != KeySize {
		t.Fatal(err)
	}
	for _, who := range []Unwrapper{ann, recovery, day} {
		if got, err := rings.Open("care.db", bob, who); err != nil || !got.Equal(key) {
			t.Errorf("%v: %v", who.Recipient(), err)
		}
	}
	if _, err := rings.Open("care.db", bob); !errors.Is(err, ErrNoWrap) || !failure.Is(err, failure.Refused) {
		t.Errorf("not a recipient: %v", err)
	}
	for _, wrong := range []Unwrapper{Symmetric(ann.Recipient(), secret.Random(32)), newKit(t), Symmetric(ann.Recipient(), secret.Random(8))} {
		if _, err := rings.Open("care.db", wrong); !failure.Is(err, failure.WrongKey) {
			t.Errorf("a wrong key of %v: %v", wrong.Recipient(), err)
		}
	}
	if info, err := os.Stat(rings.path("care.db")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAddAndRemove(t *testing.T) {
	rings := In(t.TempDir())
	key, err := rings.Create("desk.db", ann)
	if err != nil {
		t.Fatal(err)
	}
	if err := rings.Add("desk.db", bob, bob); !errors.Is(err, ErrNoWrap) {
		t.Fatalf("bob let himself in: %v", err)
	}
	if err := errors.Join(rings.Add("desk.db", ann, bob), rings.Add("desk.db", ann, bob, day)); err != nil {
		t.Fatal(err)
	}
	if all, err := rings.Recipients("desk.db"); err != nil || len(all) != 3 || all[0] != day.Recipient() || all[2] != bob.Recipient() {
		t.Fatalf("%v, %v", all, err)
	}
	if err := rings.Remove("desk.db", ann.Recipient(), Recipient{Seat, "nobody"}); err != nil {
		t.Fatal(err)
	}
	if _, err := rings.Open("desk.db", ann); !errors.Is(err, ErrNoWrap) {
		t.Fatalf("ann after Remove: %v", err)
	}
	if got, err := rings.Open("desk.db", bob); err != nil || !got.Equal(key) {
		t.Fatalf("bob: %v", err)
	}
	if err := rings.Remove("desk.db", bob.Recipient(), day.Recipient()); err == nil {
		t.Fatal("nobody is left")
	}
}

func TestCreateAndPutNeverOverwrite(t *testing.T) {
	rings := In(t.TempDir())
	audit := secret.Random(KeySize)
	if err := rings.Put("audit.db", audit, ann); err != nil {
		t.Fatal(err)
	}
	if _, err := rings.Create("audit.db", ann); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("second: %v", err)
	}
	if got, err := rings.Open("audit.db", ann); err != nil || !got.Equal(audit) {
		t.Fatal(err)
	}
	for _, err := range []error{rings.Put("x.db", secret.Random(16), ann), rings.Put("x.db", audit), rings.Put("../x.db", audit, ann),
		rings.Put("", audit, ann), rings.Put("x.db", audit, Symmetric(Recipient{}, audit)), rings.Put("x.db", audit, Symmetric(ann.Recipient(), secret.Random(4)))} {
		if err == nil {
			t.Error("accepted")
		}
	}
	if files, err := rings.Files(); err != nil || len(files) != 1 || files[0] != "audit.db" {
		t.Errorf("%v, %v", files, err)
	}
	if _, err := rings.Open("absent.db", ann); !failure.Is(err, failure.NotFound) {
		t.Errorf("absent: %v", err)
	}
}

func TestEveryFlipIsRefused(t *testing.T) {
	rings := In(t.TempDir())
	if _, err := rings.Create("care.db", ann, bob); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(rings.path("care.db"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		os.WriteFile(rings.path("care.db"), bad, 0o600)
		if _, err := rings.Open("care.db", ann); !failure.Is(err, failure.Integrity) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}

// A wrap is bound to its file and its recipient, whatever somebody writes into the ring.
func TestWrapsCannotMove(t *testing.T) {
	rings := In(t.TempDir())
	for _, file := range []string{"care.db", "desk.db"} {
		if _, err := rings.Create(file, ann, bob); err != nil {
			t.Fatal(err)
		}
	}
	rewrite := func(file string, change func(*ring)) {
		g, err := rings.load(file)
		if err != nil {
			t.Fatal(err)
		}
		change(g)
		data, err := g.encode()
		if err != nil || os.WriteFile(rings.path(g.File), data, 0o600) != nil {
			t.Fatal("not rewritten")
		}
	}
	rewrite("desk.db", func(g *ring) { g.File = "care.db" })
	if _, err := rings.Open("care.db", ann); !failure.Is(err, failure.WrongKey) {
		t.Errorf("another file's ring: %v", err)
	}
	shared := secret.Random(32)
	same := Symmetric(Recipient{Seat, "carol"}, shared)
	if err := rings.Add("desk.db", ann, same); err != nil {
		t.Fatal(err)
	}
	rewrite("desk.db", func(g *ring) { g.Wraps[len(g.Wraps)-1].ID = "dave" })
	if _, err := rings.Open("desk.db", Symmetric(Recipient{Seat, "dave"}, shared)); !failure.Is(err, failure.WrongKey) {
		t.Errorf("another recipient's wrap: %v", err)
	}
}

func TestUnknownRecipientsAreKept(t *testing.T) {
	rings := In(t.TempDir())
	newer := Symmetric(Recipient{"hardware-token", "1"}, secret.Random(32))
	key, err := rings.Create("care.db", ann, newer)
	if err != nil {
		t.Fatal(err)
	}
	if err := rings.Add("care.db", ann, bob); err != nil {
		t.Fatal(err)
	}
	if got, err := rings.Open("care.db", newer); err != nil || !got.Equal(key) {
		t.Fatal(err)
	}
}

func TestStrangeRings(t *testing.T) {
	rings := In(t.TempDir())
	twice, _ := json.MarshalIndent(ring{"care.db", []wrap{{ann.Recipient(), nil}, {ann.Recipient(), nil}}}, "", "  ")
	for name, data := range map[string][]byte{
		"empty": nil, "framed nothing": durable.Frame(ringKind, version, nil), "huge": make([]byte, largest+1),
		"other file": durable.Frame(ringKind, version, []byte("{\n  \"file\": \"desk.db\",\n  \"wraps\": []\n}\n")),
		"twice":      durable.Frame(ringKind, version, append(twice, '\n')),
	} {
		os.WriteFile(filepath.Join(rings.dir, "care.db"+Suffix), data, 0o600)
		if _, err := rings.Open("care.db", ann); !failure.Is(err, failure.Integrity) {
			t.Errorf("%s: %v", name, err)
		}
	}
	os.WriteFile(filepath.Join(rings.dir, "care.db"+Suffix), durable.Frame(ringKind, version+1, nil), 0o600)
	if _, err := rings.Open("care.db", ann); !failure.Is(err, failure.BadInput) {
		t.Errorf("newer: %v", err)
	}
}

// What decode accepts is exactly what encode writes.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("{\n  \"file\": \"care.db\",\n  \"wraps\": [\n    {\n      \"kind\": \"seat\",\n      \"id\": \"ann\",\n      \"wrapped\": \"AAAA\"\n    }\n  ]\n}\n"))
	f.Add([]byte(strings.Repeat("[", 100)))
	f.Fuzz(func(t *testing.T, body []byte) {
		data := durable.Frame(ringKind, version, body)
		g, err := decode(data, "care.db")
		if err != nil {
			return
		}
		if again, err := g.encode(); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%q reads as %q, %v", data, again, err)
		}
	})
}
