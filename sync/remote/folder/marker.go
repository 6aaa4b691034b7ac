package folder

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"

	"farne/sync/failure"
	"farne/sync/remote"
)

const (
	markerName = "farne-folder.json" // no valid object name: it has a dot
	tempDir    = ".tmp"
)

// marker is the content of the marker file.
type marker struct {
	Farne   string `json:"farne"` // "folder"
	Version int    `json:"version"`
	ID      string `json:"id"` // 128 random bits in base32
}

// Create makes a folder ready and returns its id. An existing marker is kept; the folder itself is
// made if only its last part is missing (a longer path that is missing is a stick that is missing).
func Create(dir string) (id string, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", explain(err, "make the folder")
	}
	id, err = Adopt(dir)
	if !errors.Is(err, errNoMarker) {
		return id, err
	}
	if err := mark(dir); err != nil {
		return "", explain(err, "prepare the folder")
	}
	return Adopt(dir) // another laptop may have been faster
}

// Adopt returns the id of a folder that another laptop made ready.
func Adopt(dir string) (id string, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", vanished(err)
	}
	defer root.Close()
	return readMarker(root)
}

func mark(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var random [16]byte
	_, _ = rand.Read(random[:])
	id := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random[:]))
	data, err := json.Marshal(marker{Farne: "folder", Version: 1, ID: id})
	if err != nil {
		return err
	}
	s := &Store{write: (*os.File).Write}
	temp, err := s.writeTemp(root, data)
	if err != nil {
		return err
	}
	if err := publish(root, temp, markerName, remote.Create); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func readMarker(root *os.Root) (id string, err error) {
	data, err := root.ReadFile(markerName)
	if errors.Is(err, fs.ErrNotExist) {
		return "", errNoMarker
	}
	if err != nil {
		return "", explain(err, "read the folder")
	}
	var m marker
	if json.Unmarshal(data, &m) != nil || m.Farne != "folder" || m.ID == "" {
		return "", failure.New(failure.Integrity, "The file "+markerName+" in the folder is damaged."+remote.Safe,
			"Set the folder up again with farne remote set folder.")
	}
	if m.Version != 1 {
		return "", failure.New(failure.Unreachable, "The folder was made by a newer Farne."+remote.Safe, "Update Farne on this laptop.")
	}
	return m.ID, nil
}
