package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"farne/app/record"
	"farne/app/vault/secret"
	"farne/sync/state"
)

// measureMemory closes the practice and opens it in a process of its own, which uses it and then reads
// what the system says of it. It is Linux's /proc that says so.
func measureMemory(ctx context.Context, b *bench) error {
	if err := b.close(); err != nil {
		return err
	}
	answer, err := b.child(ctx)
	if err != nil {
		return err
	}
	var now, peak float64
	if _, err := fmt.Sscanf(answer, "%f %f", &now, &peak); err != nil {
		return fmt.Errorf("%q: %w", answer, err)
	}
	printExact("memory with the practice open and used", now/1000, "MB", 300)
	printExact("its peak, which is the password's key", peak/1000, "MB", 0)
	return nil
}

// inspectMemory opens a home, lists, searches, opens and saves as somebody does in an hour, brings the
// tree up to date, and prints this process's resident memory now and at its peak, in kB.
func inspectMemory(ctx context.Context, home, keyFile string) error {
	p, err := record.Open(ctx, record.Entrance{Home: home, KeyFile: keyFile, Password: secret.New([]byte(password))})
	if err != nil {
		return err
	}
	err = use(ctx, p)
	now, peak := resident()
	fmt.Println(now, peak)
	return errors.Join(err, p.Close())
}

func use(ctx context.Context, p *record.Practice) error {
	after := ""
	b := &bench{p: p}
	for _, typed := range []string{"", "sample", "s", "el", "999"} {
		list, err := p.ListPatients(ctx, typed, after, pageOfPatients, false)
		if err != nil {
			return err
		}
		for _, row := range list.Rows[:min(len(list.Rows), 50)] {
			if _, err := b.openPatient(ctx, row.ID); err != nil {
				return err
			}
			if _, _, err := p.SaveDraft(ctx, state.ID{}, row.ID, "Session", "Seen today; went on well.", ""); err != nil {
				return err
			}
		}
	}
	_, err := p.State(ctx)
	return err
}

// resident reads VmRSS and VmHWM of /proc/self/status, in kB.
func resident() (now, peak int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(status)) {
		for name, into := range map[string]*int64{"VmRSS:": &now, "VmHWM:": &peak} {
			if rest, ok := strings.CutPrefix(line, name); ok {
				_, _ = fmt.Sscan(rest, into) // the kernel's own form
			}
		}
	}
	return now, peak
}
