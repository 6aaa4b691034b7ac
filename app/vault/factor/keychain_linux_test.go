package factor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"

	"farne/sync/failure"
)

// The keychain tests talk to a real Secret Service: the test binary starts itself again inside a
// session bus of its own, with a home directory of its own, and plays one of the scenes there.
const sceneVariable = "FARNE_KEYCHAIN_SCENE"

const unlockDaemon = "printf first | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "

var scenes = map[string]func() error{
	"unlocked": sceneUnlocked, "foreign": sceneForeign, "unavailable": sceneUnavailable, "remembered": sceneRemembered,
}

func TestMain(m *testing.M) {
	scene, found := scenes[os.Getenv(sceneVariable)]
	if !found {
		os.Exit(m.Run())
	}
	awaitProvider()
	if err := scene(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// awaitProvider waits until the daemon owns its name on the bus. A question before that would make the
// bus start a second daemon. Where there is no bus there is nothing to wait for.
func awaitProvider() {
	bus, err := dbus.SessionBus()
	if err != nil {
		return
	}
	for range 200 {
		var owned bool
		err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&owned)
		if err != nil || owned {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
}

// play runs a scene in a fresh session whose home directory is dir; before is shell that runs first.
func play(t *testing.T, dir, before, scene string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "dbus-run-session", "--", "sh", "-c", before+`"$0"`, os.Args[0])
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "XDG_") && !strings.HasPrefix(entry, "DISPLAY=") && !strings.HasPrefix(entry, "WAYLAND") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, "HOME="+dir, "XDG_RUNTIME_DIR="+dir, sceneVariable+"="+scene)
	cmd.WaitDelay = 5 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("scene %s: %v\n%s", scene, err, out)
	}
}

func TestKeychainWithARealSecretService(t *testing.T) { play(t, t.TempDir(), unlockDaemon, "unlocked") }

func TestKeychainLeavesAForeignItemAlone(t *testing.T) {
	play(t, t.TempDir(), unlockDaemon, "foreign")
}

func TestKeychainThatIsLocked(t *testing.T) {
	dir := t.TempDir()
	play(t, dir, unlockDaemon, "remembered")
	if found, _ := filepath.Glob(filepath.Join(dir, ".local/share/keyrings/login.keyring")); len(found) != 1 {
		t.Fatal("the first session left no keyring to find locked")
	}
	play(t, dir, "gnome-keyring-daemon --start --components=secrets >/dev/null; ", "unavailable")
	play(t, dir, unlockDaemon, "remembered")
}

func TestKeychainThatNobodyProvides(t *testing.T) {
	play(t, t.TempDir(), "export DBUS_SESSION_BUS_ADDRESS=unix:path=/absent/bus; ", "unavailable")
}

func sceneUnlocked() error {
	ctx, k := context.Background(), NewKeychain("home-a", 0)
	if _, err := k.Read(ctx); !errors.Is(err, ErrAbsent) || !failure.Is(err, failure.WrongKey) {
		return fmt.Errorf("an empty keychain: %w", err)
	}
	first, created, err := k.Ensure(ctx)
	if err != nil || !created || first.Len() != Size {
		return fmt.Errorf("first Ensure: created %v, %d bytes, %w", created, first.Len(), err)
	}
	again, created, err := k.Ensure(ctx)
	if err != nil || created || !again.Equal(first) {
		return fmt.Errorf("second Ensure: created %v, same %v, %w", created, again.Equal(first), err)
	}
	read, err := NewKeychain("home-a", 0).Read(ctx)
	if err != nil || !read.Equal(first) {
		return fmt.Errorf("read: same %v, %w", read.Equal(first), err)
	}
	other, created, err := NewKeychain("home-b", 0).Ensure(ctx)
	if err != nil || !created || other.Equal(first) {
		return fmt.Errorf("another home: created %v, same %v, %w", created, other.Equal(first), err)
	}
	return nil
}

func sceneForeign() error {
	const foreign = "somebody else's"
	if err := keyring.Set(service, "home-a", foreign); err != nil {
		return err
	}
	if _, _, err := NewKeychain("home-a", 0).Ensure(context.Background()); !errors.Is(err, ErrUnusable) {
		return fmt.Errorf("a foreign item: %w", err)
	}
	if kept, err := keyring.Get(service, "home-a"); err != nil || kept != foreign {
		return fmt.Errorf("the foreign item was changed: %w", err)
	}
	return nil
}

// sceneRemembered makes the secret in a first session and must find it in a later one.
func sceneRemembered() error {
	note := filepath.Join(os.Getenv("HOME"), "made")
	_, seen := os.Stat(note)
	_, created, err := NewKeychain("home-a", 0).Ensure(context.Background())
	if err != nil || created != errors.Is(seen, os.ErrNotExist) {
		return fmt.Errorf("created %v, %w", created, err)
	}
	return os.WriteFile(note, nil, 0o600)
}

func sceneUnavailable() error {
	k := NewKeychain("home-a", 3*time.Second)
	if _, err := k.Read(context.Background()); !errors.Is(err, ErrUnavailable) || !failure.Is(err, failure.WrongKey) {
		return fmt.Errorf("read: %w", err)
	}
	if _, created, err := k.Ensure(context.Background()); created || !errors.Is(err, ErrUnavailable) {
		return fmt.Errorf("ensure: created %v, %w", created, err)
	}
	return nil
}

func TestNoBusIsLaunched(t *testing.T) {
	dir := t.TempDir()
	for _, address := range []string{"", "autolaunch:"} {
		if busAt(address, dir) == nil {
			t.Errorf("a bus was seen at %q", address)
		}
	}
	if err := busAt("unix:path=/somewhere", dir); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := busAt("", dir); err != nil {
		t.Error(err)
	}
}
