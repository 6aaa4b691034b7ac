package durable

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
)

// The ways a framed file can be unreadable.
var (
	// ErrDamaged says that the bytes are not those that were written.
	ErrDamaged = errors.New("the file is damaged")
	// ErrNewer says that a newer version of the program wrote the file.
	ErrNewer = errors.New("the file was written by a newer version")
)

// Frame puts one line before the body: "farne <kind> <version> <sum>", where the sum is SHA-256 in hex
// over "farne <kind> <version>", a line end and the body. It tells damage from a wrong key, and it is no protection against somebody who wants to change the
// file: what needs that carries a MAC inside.
func Frame(kind string, version int, body []byte) []byte {
	return append([]byte(head(kind, version, body)), body...)
}

// Unframe checks the line and gives back the body, which shares data's memory. The line must be
// exactly the one that Frame writes, so that no bit of the file can change unnoticed.
func Unframe(kind string, version int, data []byte) ([]byte, error) {
	line, body, found := bytes.Cut(data, []byte("\n"))
	if !found {
		return nil, fmt.Errorf("%s: %w", kind, ErrDamaged)
	}
	if string(line)+"\n" == head(kind, version, body) {
		return body, nil
	}
	if newer(kind, version, line, body) {
		return nil, fmt.Errorf("%s: %w", kind, ErrNewer)
	}
	return nil, fmt.Errorf("%s: %w", kind, ErrDamaged)
}

func head(kind string, version int, body []byte) string {
	title := "farne " + kind + " " + strconv.Itoa(version)
	sum := sha256.New()
	sum.Write([]byte(title + "\n"))
	sum.Write(body)
	return title + " " + hex.EncodeToString(sum.Sum(nil)) + "\n"
}

// newer tells whether the line is intact but for a higher version.
func newer(kind string, version int, line, body []byte) bool {
	fields := bytes.Fields(line)
	if len(fields) != 4 {
		return false
	}
	found, err := strconv.Atoi(string(fields[2]))
	return err == nil && found > version && string(line)+"\n" == head(kind, found, body)
}
