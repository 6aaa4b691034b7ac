package record

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"farne/app/durable"
	"farne/app/home"
	"farne/app/store"
	"farne/app/vault/filekey"
	"farne/sync/member"
	"farne/sync/seal"
)

// databaseName is the file of a compartment in the data directory.
func databaseName(compartment string) string { return compartment + ".db" }

// createFiles draws a key for every compartment that the members' holder has the keys of, and wraps it
// to the seat, to the recovery kit and under the epoch. The recovery kit comes first of all that is not
// the seat: a forgotten password must cost nothing.
func createFiles(dir string, m *member.Members, s member.SeatKeys) ([]store.File, error) {
	rings := filekey.In(dir)
	var files []store.File
	for _, c := range m.Compartments() {
		_, epoch, _, held := m.Current(c.ID)
		if !held {
			continue
		}
		name := databaseName(c.Name)
		raw, err := rings.Create(name, toSeat(s), toRecovery(m.Recovery()), epochWrap(c.ID, epoch))
		if err != nil {
			return nil, err
		}
		key, err := seal.KeyFromBytes(raw.Bytes())
		if err != nil {
			return nil, err
		}
		files = append(files, store.File{Compartment: c.Name, Path: filepath.Join(dir, name), Key: key})
	}
	return files, nil
}

// openFiles gives the files that one of the keys opens. A file that is closed to them is left out: that
// is a role, and no fault.
func openFiles(dir string, with ...filekey.Unwrapper) ([]store.File, error) {
	rings := filekey.In(dir)
	names, err := rings.Files()
	if err != nil {
		return nil, err
	}
	var files []store.File
	for _, name := range names {
		raw, err := rings.Open(name, with...)
		if errors.Is(err, filekey.ErrNoWrap) {
			continue
		}
		if err != nil {
			return nil, err
		}
		key, err := seal.KeyFromBytes(raw.Bytes())
		if err != nil {
			return nil, err
		}
		files = append(files, store.File{Compartment: name[:len(name)-len(".db")], Path: filepath.Join(dir, name), Key: key})
	}
	return files, nil
}

// giveFiles wraps every file key that one of the keys opens to a further seat.
func giveFiles(dir string, s member.SeatKeys, with filekey.Unwrapper) error {
	rings := filekey.In(dir)
	names, err := rings.Files()
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := rings.Add(name, with, toSeat(s)); err != nil && !errors.Is(err, filekey.ErrNoWrap) {
			return err
		}
	}
	return nil
}

// deviceFile names this laptop in the home, in clear: the id stands in every object's name, and the audit
// log needs it before anybody has signed in.
const deviceFile = "device"

func writeDevice(h *home.Home, id seal.ID) error {
	return durable.Write(h.Path(deviceFile), []byte(id.String()+"\n"), 0o600)
}

// readDevice gives the zero id where the file cannot be read: the record opens all the same.
func readDevice(h *home.Home) seal.ID {
	text, err := os.ReadFile(h.Path(deviceFile))
	if err != nil {
		return seal.ID{}
	}
	id, err := seal.ParseID(strings.TrimSpace(string(text)))
	if err != nil {
		return seal.ID{}
	}
	return id
}
