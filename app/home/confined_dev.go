//go:build dev

package home

import (
	"os"
	"path/filepath"
	"strings"

	"farne/sync/failure"
)

// A build with the tag dev listens on a port and lets every web page on this machine call it. So it works
// inside the temporary folder of the tests alone, which the harness names and marks, and refuses every
// other home: a real practice is never opened, made or looked at, whatever FARNE_HOME or --home say.
const (
	testFolderVariable = "FARNE_TEST_FOLDER"
	testFolderMark     = "farne-test-folder" // a file in it
)

func init() { confined = insideTestFolder }

func insideTestFolder(dir string) error {
	refused := failure.New(failure.Refused, "This build of Farne is for tests in a browser and guards nothing, so it opens no home outside their folder. Nothing was touched.",
		"Use farne itself; the tests name their folder in "+testFolderVariable+".")
	folder, err := filepath.EvalSymlinks(os.Getenv(testFolderVariable))
	if err != nil || !filepath.IsAbs(folder) {
		return refused
	}
	if info, err := os.Lstat(filepath.Join(folder, testFolderMark)); err != nil || !info.Mode().IsRegular() {
		return refused
	}
	at, err := resolved(dir)
	if err != nil {
		return refused
	}
	inside, err := filepath.Rel(folder, at)
	if err != nil || inside == "." || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return refused
	}
	return nil
}

// resolved is where a path leads, with what does not exist yet below what does.
func resolved(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	at, err := filepath.EvalSymlinks(dir)
	if !os.IsNotExist(err) || filepath.Dir(dir) == dir {
		return at, err
	}
	if _, err := os.Lstat(dir); err == nil {
		return "", os.ErrInvalid // a link that leads nowhere yet
	}
	above, err := resolved(filepath.Dir(dir))
	return filepath.Join(above, filepath.Base(dir)), err
}
