package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/crypto/argon2"

	"farne/app/record"
	"farne/app/vault"
)

// measureWindow starts the real window over the practice, and an empty one, each in a process of its own
// on a display of its own. Usable is the window when its first screen, which asks for the password, has
// painted; what the practice needs to open after the password is added, without the password's key.
func measureWindow(ctx context.Context, b *bench) error {
	if b.window == "" || b.empty == "" {
		fmt.Println("| window usable after start | not measured: -window and -empty name the programs | | | | |")
		return nil
	}
	if err := b.close(); err != nil {
		return err
	}
	opening, err := b.opening(ctx)
	if err != nil {
		return err
	}
	d, err := startDisplay(ctx, b.dir)
	if err != nil {
		return err
	}
	ours := func(int) (time.Duration, error) {
		took, err := d.untilRendered(ctx, b.window, filepath.Join(b.dir, "home"))
		return took + opening, err
	}
	plain := func(int) (time.Duration, error) { return d.untilRendered(ctx, b.empty, "") }
	err = b.compare("window usable after start, against an empty Wails window", 1.5, ours, plain)
	printExact("of it: the practice opens after the password, its key excluded", float64(opening.Milliseconds()), "ms", 0)
	return errors.Join(err, d.end())
}

// opening is how long record.Open takes, less the password's key. The key takes longer than all the rest and
// its time varies, so the median is that of many.
func (b *bench) opening(ctx context.Context) (time.Duration, error) {
	var all []time.Duration
	for range openings {
		key, _ := timed(func() error {
			argon2.IDKey([]byte(password), make([]byte, 16), vault.Floor.Time, vault.Floor.Memory, vault.Floor.Threads, 32)
			return nil
		})
		var p *record.Practice
		took, err := timed(func() (err error) {
			p, err = record.Open(ctx, b.entrance("home"))
			return err
		})
		if err != nil {
			return 0, err
		}
		if err := p.Close(); err != nil {
			return 0, err
		}
		all = append(all, max(took-key, 0))
	}
	return quantile(all, 0.5), nil
}

const openings = 21

// display is an X server for windows that nobody sees.
type display struct {
	server *exec.Cmd
	name   string
	dir    string
}

func startDisplay(ctx context.Context, dir string) (*display, error) {
	d := &display{dir: dir, server: exec.CommandContext(ctx, "Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")}
	said, err := d.server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := d.server.Start(); err != nil {
		return nil, err
	}
	number := make([]byte, 16)
	n, err := said.Read(number)
	d.name = ":" + strings.TrimSpace(string(number[:n]))
	return d, err
}

func (d *display) end() error {
	if err := d.server.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	_ = d.server.Wait() // it says that it was ended
	return nil
}

// patience is how long a window may take before something is wrong.
const patience = 30 * time.Second

// untilRendered starts a program and tells how long it took until its page had painted; then it ends it,
// with all that it has started.
func (d *display) untilRendered(ctx context.Context, program, home string) (took time.Duration, err error) {
	work, err := os.MkdirTemp(d.dir, "window-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	rendered := filepath.Join(work, "rendered")
	var said bytes.Buffer
	c := exec.CommandContext(ctx, "dbus-run-session", "--", program)
	c.Env = append(os.Environ(), "DISPLAY="+d.name, "FARNE_RENDERED="+rendered, "XDG_DATA_HOME="+work, "XDG_CACHE_HOME="+work,
		"FARNE_HOME="+home, "WEBKIT_DISABLE_DMABUF_RENDERER=1")
	c.Stderr, c.SysProcAttr = &said, &syscall.SysProcAttr{Setpgid: true}
	took, err = timed(func() error {
		if err := c.Start(); err != nil {
			return err
		}
		for waited := time.Duration(0); waited < patience; waited += 2 * time.Millisecond {
			if s, err := os.Stat(rendered); err == nil && s.Size() > 0 {
				return nil
			}
			time.Sleep(2 * time.Millisecond)
		}
		return fmt.Errorf("%s did not render: %s", program, &said)
	})
	if c.Process != nil {
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGTERM)
		_ = c.Wait() // it says that it was ended
	}
	return took, err
}
