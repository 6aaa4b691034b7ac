package password

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"farne/app/vault/secret"
	"farne/sync/failure"
)

// longestLine is the most that is read of a password's line, in bytes: Most characters of four.
const longestLine = 4 * Most

// Read takes a password from a file of one line, or with the path "-" from the first line of input,
// whose other lines are left unread where input is a *bufio.Reader. Exactly one line end (LF or
// CRLF) is dropped and nothing else: a space at the end belongs to the password. It is not
// normalised. Failures have the code Usage.
func Read(path string, input io.Reader) (secret.Secret, error) {
	if path == "-" {
		return readLine(input, false)
	}
	file, err := os.Open(path)
	if err != nil {
		return secret.Secret{}, failure.Wrap(err, failure.Usage, "The password file cannot be read.", "Check the path given to --password-file.")
	}
	defer file.Close()
	return readLine(file, true)
}

func readLine(input io.Reader, only bool) (secret.Secret, error) {
	line, err := takeLine(input)
	defer clear(line)
	if err == nil && only {
		err = atEnd(input)
	}
	if err != nil {
		return secret.Secret{}, failure.Wrap(err, failure.Usage, "The password could not be read: "+err.Error()+".",
			"Give a file, or on standard input a line, that holds the password and nothing else.")
	}
	return secret.New(line), nil
}

// takeLine reads one byte at a time, so that it takes nothing that belongs to the next reader.
func takeLine(input io.Reader) ([]byte, error) {
	source, ok := input.(io.ByteReader)
	if !ok {
		source = single{input}
	}
	line := make([]byte, 0, longestLine+2)
	for {
		b, err := source.ReadByte()
		switch {
		case err == nil && b != '\n' && len(line) < cap(line):
			line = append(line, b)
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return line, fmt.Errorf("reading failed: %w", err)
		case err == nil && b == '\n' && len(line) > 0 && line[len(line)-1] == '\r':
			line = line[:len(line)-1]
		}
		return line, fits(line)
	}
}

func fits(line []byte) error {
	switch {
	case len(line) == 0:
		return errors.New("it is empty")
	case len(line) > longestLine:
		return errors.New("it is too long")
	}
	return nil
}

// atEnd refuses a file with more than one line: it is probably not the password file.
func atEnd(input io.Reader) error {
	if n, _ := io.ReadFull(input, make([]byte, 1)); n != 0 {
		return errors.New("the file has more than one line")
	}
	return nil
}

// single reads single bytes from a reader that cannot.
type single struct{ io.Reader }

func (s single) ReadByte() (byte, error) {
	var b [1]byte
	_, err := io.ReadFull(s.Reader, b[:])
	return b[0], err
}

var _ io.ByteReader = (*bufio.Reader)(nil)
