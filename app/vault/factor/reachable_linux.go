package factor

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// reachable tells whether there is a session bus to ask. Without one, the D-Bus library would start
// dbus-launch, which leaves a bus daemon behind at each attempt and has no keychain on it.
func reachable() error {
	return busAt(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), fmt.Sprintf("/run/user/%d", os.Getuid()))
}

// busAt looks where the D-Bus library looks before it starts something.
func busAt(address, runtimeDir string) error {
	if address != "" && address != "autolaunch:" {
		return nil
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join(runtimeDir, name)); err == nil {
			return nil
		}
	}
	return errors.New("there is no session bus")
}
