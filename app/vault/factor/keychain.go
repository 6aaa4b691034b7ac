package factor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

// service is the name under which all homes keep their secret.
const service = "farne"

// DefaultTimeout is how long one question to the keychain may take. It is long, because the system
// may be asking the person to unlock it.
const DefaultTimeout = 45 * time.Second

// Keychain is the second factor in the operating system's keychain: Keychain on macOS, Credential
// Manager on Windows, the Secret Service on Linux. One item a home, with service "farne" and the
// home's id as its user.
type Keychain struct {
	home    string
	timeout time.Duration
	store   keyring.Keyring
}

// NewKeychain names the item of a home. A timeout of zero means DefaultTimeout.
func NewKeychain(home string, timeout time.Duration) *Keychain {
	if timeout == 0 {
		timeout = DefaultTimeout
	}
	return &Keychain{home: home, timeout: timeout, store: system{}}
}

// Kind is KindKeychain.
func (k *Keychain) Kind() Kind { return KindKeychain }

// Read asks the keychain.
func (k *Keychain) Read(ctx context.Context) (secret.Secret, error) {
	s, err := k.get(ctx)
	if err != nil {
		return secret.Secret{}, explainKeychain(err)
	}
	return s, nil
}

// Ensure asks the keychain, and writes a new secret only after the keychain has answered that there
// is none. What was written is read back before it is used: some providers accept and forget.
func (k *Keychain) Ensure(ctx context.Context) (secret.Secret, bool, error) {
	s, err := k.get(ctx)
	if !errors.Is(err, ErrAbsent) {
		if err != nil {
			return secret.Secret{}, false, explainKeychain(err)
		}
		return s, false, nil
	}
	fresh := secret.Random(Size)
	if err := k.ask(ctx, func() error { return k.store.Set(service, k.home, encode(fresh)) }); err != nil {
		return secret.Secret{}, false, explainKeychain(fmt.Errorf("%w: %w", ErrUnavailable, err))
	}
	kept, err := k.get(ctx)
	if err == nil && !kept.Equal(fresh) {
		err = ErrUnusable
	}
	if err != nil {
		return secret.Secret{}, false, explainKeychain(err)
	}
	return fresh, true, nil
}

func (k *Keychain) get(ctx context.Context) (secret.Secret, error) {
	var value string
	err := k.ask(ctx, func() (err error) {
		value, err = k.store.Get(service, k.home)
		return err
	})
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return secret.Secret{}, ErrAbsent
	case err != nil:
		// go-keyring has no type for locked, dismissed, or no provider: all of them are this.
		return secret.Secret{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return decode(value)
}

// ask runs one question with a limit. go-keyring cannot be interrupted: a question that is not
// answered in time goes on in a goroutine of its own, and its late answer is dropped.
func (k *Keychain) ask(ctx context.Context, question func() error) error {
	ctx, cancel := context.WithTimeout(ctx, k.timeout)
	defer cancel()
	answer := make(chan error, 1)
	go func() { answer <- question() }()
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return fmt.Errorf("the keychain did not answer: %w", ctx.Err())
	}
}

func explainKeychain(err error) error {
	switch {
	case errors.Is(err, ErrAbsent):
		return failure.Wrap(err, failure.WrongKey, "This computer's keychain holds no key for this home. The records are still here, and still closed.",
			"Sign in to the computer as the person who set Farne up, or open the records with the recovery kit: farne unlock --recovery-file FILE.")
	case errors.Is(err, ErrUnusable):
		return failure.Wrap(err, failure.WrongKey, "What the keychain holds for this home is not what Farne put there. The records are still here, and still closed.",
			"Restore the keychain, or open the records with the recovery kit: farne unlock --recovery-file FILE.")
	case errors.Is(err, context.Canceled):
		return err
	}
	return failure.Wrap(err, failure.WrongKey, "This computer's keychain is locked or did not answer. Nothing was changed.",
		"Unlock the keychain and try again. Where there is none, use a key file: --key-file FILE.")
}

// system is the operating system's keychain through go-keyring's package functions.
type system struct{}

func (system) Get(service, user string) (string, error) {
	if err := reachable(); err != nil {
		return "", err
	}
	return keyring.Get(service, user)
}

func (system) Set(service, user, value string) error {
	if err := reachable(); err != nil {
		return err
	}
	return keyring.Set(service, user, value)
}

func (system) Delete(service, user string) error { return keyring.Delete(service, user) }

func (system) DeleteAll(service string) error { return keyring.DeleteAll(service) }
