package cli

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// canary is a word that no dictionary, cipher or file format holds.
const canary = "Zwaluwstaartje"

// A scripted day with a canary in a patient's name, phone and notes: afterwards it stands in clear in no
// file of the home, the remote, the temporary folder or the user's folders, and was in no message. The
// files that the day exported are the only ones that may hold it.
func TestCanary(t *testing.T) {
	play(t, "testdata/canary", func(env *testscript.Env) error {
		env.Setenv("CANARY", canary)
		for name, dir := range map[string]string{
			"TMPDIR": "tmp", "HOME": "user", "XDG_DATA_HOME": "user/data", "XDG_CACHE_HOME": "user/cache",
			"XDG_CONFIG_HOME": "user/config", "XDG_STATE_HOME": "user/state", "XDG_RUNTIME_DIR": "user/run",
		} {
			path := filepath.Join(env.WorkDir, "all", dir)
			if err := os.MkdirAll(path, 0o700); err != nil {
				return err
			}
			env.Setenv(name, path)
		}
		env.Setenv("FARNE_HOME", filepath.Join(env.WorkDir, "all", "laptop"))
		env.Setenv("PASSWORD_FILE", filepath.Join(env.WorkDir, "password"))
		return nil
	})
}

// encodings are the forms in which programs of this world write text.
func encodings(text string) [][]byte {
	little, big := []byte{}, []byte{}
	for _, unit := range utf16.Encode([]rune(text)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	return [][]byte{[]byte(text), little, big}
}

// The search itself finds what it should.
func TestCanaryWouldBeSeen(t *testing.T) {
	for i, form := range encodings(canary) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "file"), append([]byte{0, 7, 9}, form...), 0o600); err != nil {
			t.Fatal(err)
		}
		if found, err := filesHolding(dir, canary); err != nil || len(found) != 1 {
			t.Errorf("form %d: found %v, %v", i, found, err)
		}
	}
}
