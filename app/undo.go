package app

import (
	"strconv"
	"sync"

	"farne/app/record"
	"farne/sync/failure"
)

// CareSaved is a write that can be taken back.
type CareSaved struct {
	ID   string `json:"id"`
	Undo string `json:"undo"`
}

// undos keeps how to take back the last writes of a session. The window gets a number only: what a write
// replaced stays in here.
type undos struct {
	mu   sync.Mutex
	last int
	kept map[int]record.Undo
}

// undoable is how many writes of a session can be taken back.
const undoable = 200

func (u *undos) keep(undo record.Undo) CareSaved {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.kept == nil {
		u.kept = map[int]record.Undo{}
	}
	u.last++
	u.kept[u.last] = undo
	delete(u.kept, u.last-undoable)
	return CareSaved{ID: undo.Row().String(), Undo: strconv.Itoa(u.last)}
}

// find gives a write to take back, and drop forgets it once that is done.
func (u *undos) find(name string) (record.Undo, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	n, err := strconv.Atoi(name)
	undo, known := u.kept[n]
	if err != nil || !known {
		return undo, failure.New(failure.NotFound, "This can not be undone any more. Nothing was changed.", "Change it by hand.")
	}
	return undo, nil
}

func (u *undos) drop(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if n, err := strconv.Atoi(name); err == nil {
		delete(u.kept, n)
	}
}

func (u *undos) clear() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.kept = nil
}
