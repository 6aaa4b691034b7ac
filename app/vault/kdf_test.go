package vault

import (
	"encoding/hex"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"farne/app/vault/secret"
)

// The first vector stands in the reference implementation's own tests (phc-winner-argon2, test.c),
// the others were made with its command line.
func TestArgon2idKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		password, salt string
		p              Params
		want           string
	}{
		{"password", "somesalt", Params{2, 64 << 10, 1}, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"},
		{"correct horse battery", "0123456789abcdef", Params{3, 64 << 10, 4}, "5220483d4ba1637c5d5df43b377a7f6aed39a6159693d0029a3e4f76d50669ab"},
		{"correct horse battery", "0123456789abcdef", Params{4, 128 << 10, 4}, "88360068f311f923a826965e7b2e7a95f6a58ffef44473855969debbbdc30bf1"},
	} {
		if got := hex.EncodeToString(derive([]byte(c.password), []byte(c.salt), c.p).Bytes()); got != c.want {
			t.Errorf("%q with %+v: %s", c.password, c.p, got)
		}
	}
	if argon2.Version != 0x13 {
		t.Errorf("version %#x", argon2.Version)
	}
}

// Made with Python's hmac and the reference Argon2.
func TestKeyScheduleKnownAnswers(t *testing.T) {
	var f [32]byte
	var home ID
	for i := range f {
		f[i] = byte(i)
	}
	for i := range home {
		home[i] = 0xa0 + byte(i)
	}
	keys, err := keysOf(secret.New(f[:]), home)
	if err != nil {
		t.Fatal(err)
	}
	person := personKey(secret.New([]byte("correct horse battery")), keys.factor, []byte("0123456789abcdef"), Floor)
	for want, got := range map[string]Secret{
		"9d800b8bcacb84bb27a77c2c9dccd9cb8ec0474462a43858abef55f59ab82cc7": person,
		"178faff4feea3823906c7a88aa414fef23e9d3d24d54d02901b13c10cb3be53d": keys.check,
		"a91819231fe823b5279ff671ec53c543dd157166db35c79f642d0b99214a152d": keys.mac,
		"c1a8e98bcafd12d77ad1bf50acebc2aafa33968e75c84ae2a65da336ceb674ac": keys.names,
		"321c6debff6323cab763ffbb6a75d55c69908f02039f5ef32329d00b67f97fbf": keys.audit,
	} {
		if hex.EncodeToString(got.Bytes()) != want {
			t.Errorf("%s…: another key", want[:8])
		}
	}
	if _, err := keysOf(secret.New(f[:31]), home); err == nil {
		t.Error("a short second factor was taken")
	}
}

func TestCalibrateStaysBetweenFloorAndCeiling(t *testing.T) {
	// A laptop is described by how many KiB·passes it fills in a millisecond.
	for _, speed := range []float64{1, 50, 200, 391, 400, 1000, 5000, 1e5, 1e9} {
		cost := func(p Params) time.Duration {
			return time.Duration(float64(p.Memory) * float64(p.Time) / speed * float64(time.Millisecond))
		}
		p := calibrate(cost)
		if err := p.check(); err != nil {
			t.Errorf("speed %g: %+v", speed, p)
		}
		took := cost(p)
		if slow := cost(Floor) >= soon; slow && p != Floor {
			t.Errorf("speed %g: a slow laptop got %+v", speed, p)
		} else if !slow && p.Time < Ceiling.Time && (took < 400*time.Millisecond || took > time.Second) {
			t.Errorf("speed %g: %v with %+v", speed, took, p)
		}
	}
	if p := calibrate(func(Params) time.Duration { return -time.Hour }); p != Floor {
		t.Errorf("a clock that jumps back: %+v", p)
	}
	if p := calibrate(func(Params) time.Duration { return 0 }); p != Floor {
		t.Errorf("a clock that stands still: %+v", p)
	}
}

func TestParamsOutsideAreRefused(t *testing.T) {
	for _, p := range []Params{{}, {2, 64 << 10, 4}, {3, 64<<10 - 1, 4}, {3, 64 << 10, 3}, {65, 64 << 10, 4}, {3, 256<<10 + 1, 4}, {3, 64 << 10, 17}, {3, 1 << 31, 4}} {
		if p.check() == nil {
			t.Errorf("%+v passed", p)
		}
	}
	if Floor.check() != nil || Ceiling.check() != nil {
		t.Error("the limits themselves are refused")
	}
}

func BenchmarkDeriveFloor(b *testing.B) {
	for b.Loop() {
		derive([]byte("password"), make([]byte, saltSize), Floor)
	}
}
