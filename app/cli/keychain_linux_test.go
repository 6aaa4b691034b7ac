package cli

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// inSession marks the copy of this binary that runs inside a session bus of its own.
const inSession = "FARNE_TEST_SESSION"

// The keychain is a real Secret Service: this test starts itself again inside a fresh session with a
// fresh home, where a keyring daemon holds an unlocked collection.
func TestKeychain(t *testing.T) {
	if os.Getenv(inSession) != "" {
		play(t, "testdata/keychain", func(env *testscript.Env) error {
			env.Setenv("DBUS_SESSION_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
			env.Setenv("KEY_FILE", "")
			return nil
		})
		return
	}
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c",
		`printf first | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$0" -test.run '^TestKeychain$' -test.v`, os.Args[0])
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "XDG_") && !strings.HasPrefix(entry, "DISPLAY=") && !strings.HasPrefix(entry, "WAYLAND") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, "HOME="+dir, "XDG_RUNTIME_DIR="+dir, inSession+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS: TestKeychain/") {
		t.Fatalf("%v\n%s", err, out)
	}
}
