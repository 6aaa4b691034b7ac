package factor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"farne/app/durable"
	"farne/app/vault/secret"
	"farne/sync/failure"
)

// largestKeyFile is the most that is read, in bytes. Ours are about 300.
const largestKeyFile = 4096

const keyFileText = `# Farne key file: the second key to the records on one laptop, beside the password.
# Keep it apart from the laptop, best on a memory stick. Without it only the recovery kit opens them.
`

// KeyFile is the second factor in a file: a line that begins with "farne-key-1-", with remarks
// after "#" and empty lines around it.
type KeyFile struct {
	Path string
	// Warn is told, in words for people, about a file whose file system cannot keep it from others.
	// It may be nil.
	Warn func(message string)
}

// Kind is KindKeyFile.
func (k KeyFile) Kind() Kind { return KindKeyFile }

// Read reads the file. One that others may read is refused, except where its file system (FAT on a
// memory stick) knows no owners: there Warn is told.
func (k KeyFile) Read(context.Context) (secret.Secret, error) {
	s, err := k.read()
	if err != nil {
		return secret.Secret{}, explainKeyFile(err)
	}
	return s, nil
}

// Ensure reads the file, or makes it with mode 0600 where the path is free. The new file is on the
// disk when Ensure returns.
func (k KeyFile) Ensure(context.Context) (secret.Secret, bool, error) {
	s, err := k.read()
	if !errors.Is(err, ErrAbsent) {
		if err != nil {
			return secret.Secret{}, false, explainKeyFile(err)
		}
		return s, false, nil
	}
	fresh := secret.Random(Size)
	content := []byte(keyFileText + encode(fresh) + "\n")
	defer clear(content)
	if err := durable.Create(k.Path, content, 0o600); errors.Is(err, fs.ErrExist) {
		return secret.Secret{}, false, explainKeyFile(ErrUnavailable) // a dangling link, or made just now
	} else if err != nil {
		return secret.Secret{}, false, failure.Wrap(err, failure.BadInput, "The key file could not be made there. Nothing else was changed.",
			"Give a path on a disk that can be written, in a folder that exists.")
	}
	kept, err := k.read()
	if err == nil && !kept.Equal(fresh) {
		err = ErrUnusable
	}
	if err != nil {
		return secret.Secret{}, false, explainKeyFile(err)
	}
	return fresh, true, nil
}

func (k KeyFile) read() (secret.Secret, error) {
	file, err := os.Open(k.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return secret.Secret{}, ErrAbsent
	}
	if err != nil {
		return secret.Secret{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer file.Close()
	if err := k.guarded(file); err != nil {
		return secret.Secret{}, err
	}
	data, err := io.ReadAll(io.LimitReader(file, largestKeyFile+1))
	defer clear(data)
	if err != nil {
		return secret.Secret{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if len(data) > largestKeyFile {
		return secret.Secret{}, ErrUnusable
	}
	return parseKeyFile(data)
}

// guarded refuses what is no regular file and what others can read.
func (k KeyFile) guarded(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if !info.Mode().IsRegular() {
		return ErrUnusable
	}
	if !exposed(info) {
		return nil
	}
	if keepsOwners(file) {
		return ErrExposed
	}
	if k.Warn != nil {
		k.Warn("The key file is on a disk that cannot keep it from other users of this computer. Take the disk out when it is not needed.")
	}
	return nil
}

func parseKeyFile(data []byte) (secret.Secret, error) {
	var found string
	for line := range bytes.Lines(data) {
		text := strings.TrimSpace(string(line))
		switch {
		case text == "" || strings.HasPrefix(text, "#"):
		case found != "":
			return secret.Secret{}, ErrUnusable
		default:
			found = text
		}
	}
	return decode(found)
}

func explainKeyFile(err error) error {
	switch {
	case errors.Is(err, ErrAbsent):
		return failure.Wrap(err, failure.WrongKey, "The key file is not there. The records are still here, and still closed.",
			"Put in the memory stick or check the path given to --key-file; if the file is lost, use the recovery kit: farne unlock --recovery-file FILE.")
	case errors.Is(err, ErrExposed):
		return failure.Wrap(err, failure.WrongKey, "The key file can be read by other users of this computer, so it was not used.",
			"Take their access away (chmod 600 FILE). If somebody may have copied it, make a new one with the recovery kit.")
	case errors.Is(err, ErrUnusable):
		return failure.Wrap(err, failure.WrongKey, "This is not a Farne key file, or it is damaged. The records are still here, and still closed.",
			"Check the path given to --key-file; if the file is lost, use the recovery kit: farne unlock --recovery-file FILE.")
	}
	return failure.Wrap(err, failure.WrongKey, "The key file cannot be read. The records are still here, and still closed.",
		"Check the disk it is on, and that this user may read it.")
}
