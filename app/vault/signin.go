package vault

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"farne/app/vault/password"
	"farne/sync/failure"
)

// The delay after wrong passwords: none for the first three, then 1, 2, 4, … seconds, at most five
// minutes, so that a tired person waits little and somebody who tries many gets 288 a day.
const (
	freeTries = 3
	longest   = 5 * time.Minute
)

// Delay is the error, inside a WrongKey failure, of a try that came too early. It was not looked at.
type Delay struct{ Wait time.Duration }

func (d *Delay) Error() string { return fmt.Sprintf("the next try is in %s", d.Wait) }

var errWrongPassword = errors.New("wrong password")

// SignIn gives a person's secret for their password. Failures: WrongKey, with a *Delay in its chain
// when the try came too early; NotFound; Integrity when the file was changed.
//
// A try is counted on the disk before the password is looked at, and while no other process tries:
// neither killing the program nor starting many buys a try.
func (v *Vault) SignIn(id ID, typed Secret) (Secret, error) {
	var bundle Secret
	err := v.alone(func(d *document) (err error) {
		bundle, err = v.try(d, id, typed)
		return err
	})
	return bundle, err
}

// ChangePassword closes a person's secret anew. Nothing else is encrypted again: no file key changes.
// The old password counts as a try.
func (v *Vault) ChangePassword(id ID, old, new Secret, about ...string) error {
	return v.alone(func(d *document) error {
		e := d.find(id)
		if e == nil {
			return absent()
		}
		name, err := v.nameOf(d, e)
		if err != nil {
			return err
		}
		if err := password.Check(new, append(about, name)...); err != nil {
			return err
		}
		bundle, err := v.try(d, id, old)
		if err != nil {
			return err
		}
		defer bundle.Wipe()
		if err := v.closeSecret(d, e, new, bundle); err != nil {
			return err
		}
		return v.write(d)
	})
}

// Wait is how long a person's next try has to wait; zero if it need not.
func (v *Vault) Wait(id ID) (time.Duration, error) {
	d, err := v.read()
	if err != nil {
		return 0, err
	}
	e := d.find(id)
	if e == nil {
		return 0, absent()
	}
	return v.late.join(id, e.tries).wait(v.now().UnixMilli()), nil
}

// try counts, opens, and clears the count again. The caller holds the lock.
func (v *Vault) try(d *document, id ID, typed Secret) (Secret, error) {
	e := d.find(id)
	if e == nil {
		return Secret{}, absent()
	}
	now := v.now().UnixMilli()
	e.tries = v.late.join(id, e.tries)
	if wait := e.wait(now); wait > 0 {
		return Secret{}, v.tooEarly(d, e, now, wait)
	}
	e.tries = tries{Wrong: e.Wrong + 1, Last: now}
	v.remember(d, id, e.tries)
	bundle, err := v.openSecret(d, e, typed)
	if err != nil {
		return Secret{}, failure.Wrap(err, failure.WrongKey, "The password is not right. Nothing is lost, and nothing is ever wiped for a wrong password.", e.hint())
	}
	e.tries = tries{}
	v.remember(d, id, e.tries)
	return bundle, nil
}

// remember writes the count. Where the disk is full or read-only it stays in this process's memory:
// that must not keep a clinician out.
func (v *Vault) remember(d *document, id ID, t tries) {
	if v.write(d) == nil {
		v.late.forget(id)
		return
	}
	v.late.keep(id, t)
}

func (v *Vault) openSecret(d *document, e *entry, typed Secret) (Secret, error) {
	normal, err := password.Normalise(typed)
	if err != nil {
		return Secret{}, fmt.Errorf("%w: %w", errWrongPassword, err)
	}
	defer normal.Wipe()
	key := personKey(normal, v.keys.factor, e.Salt, e.Params)
	defer key.Wipe()
	bundle, err := open(key, e.Secret, d.aad(e))
	if err != nil { // the MAC has proven that the entry is what was written
		return Secret{}, errWrongPassword
	}
	return bundle, nil
}

// tooEarly answers a try within the delay. If the last try lies in the future, the clock was put
// back: the delay then begins anew, so that it cannot last for years.
func (v *Vault) tooEarly(d *document, e *entry, now int64, wait time.Duration) error {
	if e.Last > now {
		e.Last = now
		v.remember(d, e.ID, e.tries)
	}
	return failure.Wrap(&Delay{Wait: wait}, failure.WrongKey,
		fmt.Sprintf("After %d wrong passwords the next try is in %s. Nothing is lost, and nothing is ever wiped for a wrong password.", e.Wrong, inWords(wait)),
		"Wait, then try again; if the password is forgotten, use the recovery kit: farne unlock --recovery-file FILE.")
}

// wait is what is left of the delay, at a time in milliseconds.
func (t tries) wait(now int64) time.Duration {
	full := t.delay()
	left := t.Last + full.Milliseconds() - now
	return time.Duration(min(full.Milliseconds(), max(0, left))) * time.Millisecond
}

func (t tries) delay() time.Duration {
	if t.Wrong < freeTries {
		return 0
	}
	return min(longest, time.Second<<min(t.Wrong-freeTries, 20))
}

func (t tries) hint() string {
	if wait := t.delay(); wait > 0 {
		return "Check the keyboard's language and Caps Lock, and try again in " + inWords(wait) + "; if it is forgotten, use the recovery kit: farne unlock --recovery-file FILE."
	}
	return "Check the keyboard's language and Caps Lock, and try again."
}

func inWords(d time.Duration) string {
	seconds := int((d + time.Second - 1) / time.Second)
	switch {
	case seconds == 1:
		return "1 second"
	case seconds < 120:
		return fmt.Sprintf("%d seconds", seconds)
	}
	return fmt.Sprintf("%d minutes", (seconds+59)/60)
}

// memory keeps the counts that could not be written.
type memory struct {
	sync.Mutex
	tries map[ID]tries
}

func (m *memory) keep(id ID, t tries) {
	m.Lock()
	defer m.Unlock()
	if m.tries == nil {
		m.tries = make(map[ID]tries)
	}
	m.tries[id] = t
}

func (m *memory) forget(id ID) {
	m.Lock()
	defer m.Unlock()
	delete(m.tries, id)
}

// join gives the count in memory where there is one, because it is newer than the one on the disk.
func (m *memory) join(id ID, stored tries) tries {
	m.Lock()
	defer m.Unlock()
	if kept, found := m.tries[id]; found {
		return kept
	}
	return stored
}
