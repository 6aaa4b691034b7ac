package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"farne/app/vault/password"
	"farne/app/vault/secret"
)

// password is the one that --password-file names, or that a person types on a terminal.
func (s *shared) password(ctx context.Context) (secret.Secret, error) {
	if s.passwordFile != "" {
		return password.Read(s.passwordFile, s.In)
	}
	if _, ok := terminal(s.In); !ok {
		return secret.Secret{}, usage("This command needs --password-file; - reads the password from standard input")
	}
	return s.ask(ctx, "Password: ")
}

// newPassword is a password to be: on a terminal it is typed twice, for nobody sees what they type.
func (s *shared) newPassword(ctx context.Context) (secret.Secret, error) {
	if _, ok := terminal(s.In); !ok || s.passwordFile != "" {
		return s.password(ctx)
	}
	first, err := s.ask(ctx, "New password: ")
	if err != nil {
		return secret.Secret{}, err
	}
	again, err := s.ask(ctx, "The same password again: ")
	if err != nil {
		return secret.Secret{}, err
	}
	defer again.Wipe()
	if !first.Equal(again) {
		first.Wipe()
		return secret.Secret{}, usageHint("The two passwords differ. Nothing was changed", "Type the same password twice.")
	}
	return first, nil
}

// terminal tells whether a stream is one, and its descriptor.
func terminal(stream any) (descriptor int, is bool) {
	file, isFile := stream.(*os.File)
	if !isFile {
		return 0, false
	}
	return int(file.Fd()), term.IsTerminal(int(file.Fd()))
}

// ask reads a line that the terminal does not show. The question goes to standard error, for standard
// output is the answer's. Somebody who interrupts gets the terminal back as it was.
func (s *shared) ask(ctx context.Context, question string) (secret.Secret, error) {
	descriptor, _ := terminal(s.In)
	before, err := term.GetState(descriptor)
	if err != nil {
		return secret.Secret{}, fmt.Errorf("ask on the terminal: %w", err)
	}
	fmt.Fprint(s.Err, question)
	defer fmt.Fprintln(s.Err)
	type answer struct {
		typed []byte
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		typed, err := term.ReadPassword(descriptor)
		answers <- answer{typed, err}
	}()
	select {
	case <-ctx.Done(): // the reader stays behind; the process ends with this command
		_ = term.Restore(descriptor, before)
		return secret.Secret{}, ctx.Err()
	case a := <-answers:
		defer clear(a.typed)
		if a.err == io.EOF || a.err == nil && len(a.typed) == 0 {
			return secret.Secret{}, usageHint("No password was typed. Nothing was changed", "Type one, or give --password-file FILE.")
		}
		if a.err != nil {
			return secret.Secret{}, fmt.Errorf("ask on the terminal: %w", a.err)
		}
		return secret.New(a.typed), nil
	}
}
