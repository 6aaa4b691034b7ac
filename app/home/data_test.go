package home

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"farne/sync/failure"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func fresh(t *testing.T) *Home {
	t.Helper()
	h, err := Create(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

func makeData(t *testing.T, h *Home) Data {
	t.Helper()
	data, err := h.NewData()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func current(t *testing.T, h *Home) Data {
	t.Helper()
	data, err := h.Current()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSwitchKeepsTheOldOneForThirtyDays(t *testing.T) {
	h := fresh(t)
	if _, err := h.Current(); !failure.Is(err, failure.NotFound) {
		t.Fatalf("before the first switch: %v", err)
	}
	first := makeData(t, h)
	if err := h.Switch(first, noon); err != nil || current(t, h) != first {
		t.Fatal(err)
	}
	second := makeData(t, h)
	if unfinished, err := h.Unfinished(); err != nil || len(unfinished) != 1 || unfinished[0].Path != second.Path {
		t.Fatalf("unfinished %v, %v", unfinished, err)
	}
	if err := h.Switch(second, noon); err != nil || current(t, h) != second {
		t.Fatal(err)
	}
	if err := h.Switch(second, noon.Add(time.Hour)); err != nil {
		t.Fatalf("switching to the current one: %v", err)
	}
	old, err := h.Old()
	if err != nil || len(old) != 1 || old[0].Path != first.Path || !old[0].Retired.Equal(noon) {
		t.Fatalf("old %v, %v", old, err)
	}
	if gone, err := h.Sweep(noon.Add(Kept)); err != nil || len(gone) != 0 {
		t.Fatalf("swept too early: %v, %v", gone, err)
	}
	if gone, err := h.Sweep(noon.Add(Kept + time.Second)); err != nil || len(gone) != 1 {
		t.Fatalf("swept %v, %v", gone, err)
	}
	if _, err := os.Stat(first.Path); !os.IsNotExist(err) {
		t.Fatal("the old directory is still there")
	}
	if third := makeData(t, h); filepath.Base(third.Path) != "data-3" {
		t.Fatalf("a number was used again: %s", third.Path)
	}
}

// Going back to a kept directory makes the newer one old, and never "in the making".
func TestSwitchBack(t *testing.T) {
	h := fresh(t)
	first, second := makeData(t, h), makeData(t, h)
	for i, data := range []Data{first, second, first} {
		if err := h.Switch(data, noon.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	old, err := h.Old()
	unfinished, err2 := h.Unfinished()
	if err != nil || err2 != nil || len(old) != 1 || old[0].Path != second.Path || len(unfinished) != 0 {
		t.Fatalf("old %v, unfinished %v", old, unfinished)
	}
	if gone, err := h.Sweep(noon.Add(2*Kept + time.Hour)); err != nil || len(gone) != 1 || current(t, h) != first {
		t.Fatalf("swept %v, %v", gone, err)
	}
}

// A power cut between the pointer and the mark leaves a predecessor unmarked: Sweep marks it and
// lets it live its thirty days.
func TestSweepMarksWhatAPowerCutLeftUnmarked(t *testing.T) {
	h := fresh(t)
	first, second := makeData(t, h), makeData(t, h)
	for _, data := range []Data{first, second} {
		if err := h.Switch(data, noon); err != nil {
			t.Fatal(err)
		}
	}
	mark := filepath.Join(first.Path, retiredName)
	for _, content := range [][]byte{nil, []byte("garbage")} {
		os.Remove(mark)
		if content != nil {
			os.WriteFile(mark, content, 0o600)
		}
		if gone, err := h.Sweep(noon.Add(40 * 24 * time.Hour)); err != nil || len(gone) != 0 {
			t.Fatalf("swept %v, %v", gone, err)
		}
	}
	if gone, err := h.Sweep(noon.Add(71 * 24 * time.Hour)); err != nil || len(gone) != 1 {
		t.Fatalf("swept %v, %v", gone, err)
	}
}

func TestDiscardNeverTakesTheCurrentOne(t *testing.T) {
	h := fresh(t)
	first, second := makeData(t, h), makeData(t, h)
	if err := h.Switch(first, noon); err != nil {
		t.Fatal(err)
	}
	outside := Data{Path: t.TempDir()}
	for _, data := range []Data{first, outside, {Path: h.Dir()}, {Path: h.Path("data-x")}} {
		if err := h.Discard(data); err == nil {
			t.Errorf("discarded %s", data.Path)
		}
		if data != first && h.Switch(data, noon) == nil {
			t.Errorf("switched to %s", data.Path)
		}
	}
	if err := h.Discard(second); err != nil {
		t.Fatal(err)
	}
	if current(t, h) != first {
		t.Fatal("the current one changed")
	}
}

// No change of one bit in the pointer can bring back an old database.
func TestDamagedPointer(t *testing.T) {
	h := fresh(t)
	for range 3 {
		if err := h.Switch(makeData(t, h), noon); err != nil {
			t.Fatal(err)
		}
	}
	good, err := os.ReadFile(h.Path(currentName))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if err := os.WriteFile(h.Path(currentName), bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := h.Current(); !failure.Is(err, failure.Integrity) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
		}
	}
	os.WriteFile(h.Path(currentName), good, 0o600)
	os.RemoveAll(current(t, h).Path)
	if _, err := h.Current(); !failure.Is(err, failure.Integrity) {
		t.Fatalf("missing directory: %v", err)
	}
}
