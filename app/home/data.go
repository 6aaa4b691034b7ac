package home

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"farne/app/durable"
	"farne/sync/failure"
)

const dataPrefix = "data-"

// Kept is how long Sweep keeps a data directory after another has taken its place.
const Kept = 30 * 24 * time.Hour

// Data is a data directory.
type Data struct {
	Path    string    // absolute
	Retired time.Time // when another took its place; zero for the current one and for one in the making
}

// NewData makes a data directory that is not current: fill it, prove it, then Switch. One that is
// given up is deleted with Discard.
func (h *Home) NewData() (Data, error) {
	all, err := h.numbers()
	if err != nil {
		return Data{}, err
	}
	next := 1
	if len(all) > 0 {
		next = all[len(all)-1] + 1
	}
	path := filepath.Join(h.dir, dataPrefix+strconv.Itoa(next))
	if err := os.Mkdir(path, 0o700); err != nil {
		return Data{}, fmt.Errorf("new data: %w", err)
	}
	return Data{Path: path}, durable.SyncDir(h.dir)
}

// Old lists the data directories that were current once, the oldest first.
func (h *Home) Old() ([]Data, error) {
	old, _, err := h.others()
	return old, err
}

// Unfinished lists the data directories that were never current: a restore or a migration that was
// stopped and may go on.
func (h *Home) Unfinished() ([]Data, error) {
	_, unfinished, err := h.others()
	return unfinished, err
}

// Sweep deletes what ceased to be current longer than Kept ago, and says what it deleted.
func (h *Home) Sweep(now time.Time) ([]Data, error) {
	old, err := h.Old()
	if err != nil {
		return nil, err
	}
	var gone []Data
	for _, data := range old {
		if data.Retired.IsZero() { // a power cut between pointer and mark: its time begins now
			if err := retire(data.Path, now); err != nil {
				return gone, err
			}
		} else if now.Sub(data.Retired) > Kept {
			if err := h.Discard(data); err != nil {
				return gone, err
			}
			gone = append(gone, data)
		}
	}
	return gone, nil
}

// Discard deletes a data directory; the current one is refused.
func (h *Home) Discard(data Data) error {
	name := filepath.Base(data.Path)
	current, err := h.currentName()
	if err != nil && !failure.Is(err, failure.NotFound) {
		return err
	}
	if number(name) == 0 || filepath.Dir(data.Path) != h.dir || name == current {
		return fmt.Errorf("discard: %s is current, or no data directory of this home", name)
	}
	if err := os.RemoveAll(data.Path); err != nil {
		return fmt.Errorf("discard: %w", err)
	}
	return durable.SyncDir(h.dir)
}

// others parts the data directories beside the current one: numbers rise, so a lower one was current
// before, and a higher one without a mark is in the making.
func (h *Home) others() (old, unfinished []Data, err error) {
	current, err := h.currentName()
	if err != nil && !failure.Is(err, failure.NotFound) {
		return nil, nil, err
	}
	all, err := h.numbers()
	if err != nil {
		return nil, nil, err
	}
	for _, n := range all {
		data := Data{Path: filepath.Join(h.dir, dataPrefix+strconv.Itoa(n))}
		data.Retired, err = retiredAt(data.Path)
		switch {
		case err != nil:
			return nil, nil, err
		case n == number(current):
		case n < number(current), !data.Retired.IsZero():
			old = append(old, data)
		default:
			unfinished = append(unfinished, data)
		}
	}
	return old, unfinished, nil
}

func (h *Home) numbers() ([]int, error) {
	entries, err := os.ReadDir(h.dir)
	if err != nil {
		return nil, fmt.Errorf("list data: %w", err)
	}
	var all []int
	for _, entry := range entries {
		if n := number(entry.Name()); n > 0 && entry.IsDir() {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all, nil
}

// number is the n of "data-n", or 0 for another name.
func number(name string) int {
	digits, found := strings.CutPrefix(name, dataPrefix)
	n, err := strconv.Atoi(digits)
	if !found || err != nil || n < 1 || strconv.Itoa(n) != digits {
		return 0
	}
	return n
}
