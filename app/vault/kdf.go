package vault

import (
	"errors"
	"runtime/debug"
	"time"

	"golang.org/x/crypto/argon2"

	"farne/app/vault/secret"
)

// Params are those of Argon2id (RFC 9106), version 0x13.
type Params struct {
	Time    uint32 `json:"time"`    // passes
	Memory  uint32 `json:"memory"`  // KiB
	Threads uint8  `json:"threads"` // lanes
}

// Floor is the least that is ever used or accepted: the second recommended option of RFC 9106,
// section 4. Ceiling is the most that is accepted, so that a forged file cannot take all memory or
// all day; Memory's is also the most that Calibrate chooses.
var (
	Floor   = Params{Time: 3, Memory: 64 << 10, Threads: 4}
	Ceiling = Params{Time: 64, Memory: 256 << 10, Threads: 16}
)

const (
	saltSize = 16
	// wanted is how long one derivation should take here; from soon to wanted nothing is changed.
	wanted = 750 * time.Millisecond
	soon   = 500 * time.Millisecond
)

var errParams = errors.New("the parameters of the password's key are outside what is safe")

func (p Params) check() error {
	low := p.Time < Floor.Time || p.Memory < Floor.Memory || p.Threads < Floor.Threads
	high := p.Time > Ceiling.Time || p.Memory > Ceiling.Memory || p.Threads > Ceiling.Threads
	if low || high {
		return errParams
	}
	return nil
}

// Calibrate finds parameters that take about 0.5 to 1 second on this laptop: first more memory, up to
// 256 MiB, then more passes. It takes one to two seconds itself and never goes below Floor.
func Calibrate(now func() time.Time) Params {
	return calibrate(func(p Params) time.Duration {
		before := now()
		derive([]byte("calibration"), make([]byte, saltSize), p).Wipe()
		return now().Sub(before)
	})
}

func calibrate(measure func(Params) time.Duration) Params {
	p := Floor
	took := measure(p)
	if took < soon && took > 0 {
		p.Memory = min(Ceiling.Memory, scale(p.Memory, took)/(16<<10)*(16<<10))
		took = measure(p)
	}
	if took < soon && took > 0 {
		p.Time = min(Ceiling.Time, max(p.Time, scale(p.Time, took)))
	}
	return p
}

// scale grows n as much as took falls short of wanted.
func scale(n uint32, took time.Duration) uint32 {
	return uint32(min(float64(n)*float64(wanted)/float64(took), 1<<30))
}

// derive is Argon2id to 32 bytes. It gives its memory back to the system at once: otherwise the
// 256 MiB would stay with the process for minutes.
func derive(password, salt []byte, p Params) secret.Secret {
	out := argon2.IDKey(password, salt, p.Time, p.Memory, p.Threads, 32)
	defer clear(out)
	debug.FreeOSMemory()
	return secret.New(out)
}
