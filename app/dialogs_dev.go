//go:build dev

package app

import (
	"encoding/json"
	"fmt"
	"os"

	"farne/sync/failure"
)

// scriptVariable names the JSON file that answers the dialogs of a build with the tag dev.
const scriptVariable = "FARNE_DIALOGS"

// A program with the tag dev listens on a port, and lets every web page on this machine call it. It must
// never open a real practice: app/home refuses every home outside the folder of the tests, and without a
// script it is not started by the harness, and ends here.
func init() {
	script := os.Getenv(scriptVariable)
	if script == "" {
		fmt.Fprintln(os.Stderr, "farne: this build is for tests in a browser and guards nothing; it runs only with "+scriptVariable+" set.")
		os.Exit(2)
	}
	answering = func(dialogs) dialogs { return scriptedDialogs{script} }
}

// scriptedDialogs answer with what the file says at that moment. What it does not name is as if the person
// had closed the dialog.
type scriptedDialogs struct{ path string }

type script struct {
	SaveFile   string   `json:"saveFile"`
	OpenFiles  []string `json:"openFiles"`
	OpenFile   string   `json:"openFile"`
	OpenFolder string   `json:"openFolder"`
}

func (d scriptedDialogs) read() (s script, err error) {
	b, err := os.ReadFile(d.path)
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return s, failure.Wrap(err, failure.Internal, "The script of the dialogs cannot be read. Nothing was changed.", "Correct it.")
	}
	return s, nil
}

func (d scriptedDialogs) saveFile(string, string) (string, error) {
	s, err := d.read()
	return s.SaveFile, err
}

func (d scriptedDialogs) openFiles(string, string) ([]string, error) {
	s, err := d.read()
	return s.OpenFiles, err
}

func (d scriptedDialogs) openFile(string, string) (string, error) {
	s, err := d.read()
	return s.OpenFile, err
}

func (d scriptedDialogs) openFolder(string) (string, error) {
	s, err := d.read()
	return s.OpenFolder, err
}

// browse opens nothing: a test reaches no network.
func (scriptedDialogs) browse(string) error { return nil }
