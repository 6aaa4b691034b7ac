package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"farne/sync/state"
)

// encodeOutbox writes the unsealed changes of one row, oldest first, each with its length before it.
func encodeOutbox(changes []state.Change) []byte {
	var b []byte
	for _, c := range changes {
		encoded := c.Marshal()
		b = binary.AppendUvarint(b, uint64(len(encoded)))
		b = append(b, encoded...)
	}
	return b
}

var errOutbox = errors.New("outbox: cut off")

func decodeOutbox(b []byte) ([]state.Change, error) {
	var changes []state.Change
	for len(b) > 0 {
		n, used := binary.Uvarint(b)
		if used <= 0 || n > uint64(len(b)-used) {
			return nil, errOutbox
		}
		b = b[used:]
		c, err := state.UnmarshalChange(b[:n])
		if err != nil {
			return nil, fmt.Errorf("outbox: %w", err)
		}
		changes, b = append(changes, c), b[n:]
	}
	return changes, nil
}

// openRow reads a sealed state; one that is not there is a row that nothing has touched.
func openRow(table string, id state.ID, sealed []byte) (*state.Row, error) {
	if sealed == nil {
		return state.NewRow(table, id), nil
	}
	row, err := state.Unmarshal(sealed)
	if err != nil {
		return nil, fmt.Errorf("state of %s: %w", table, err)
	}
	return row, nil
}

func toID(v any) (state.ID, error) {
	b, ok := v.([]byte)
	if !ok || len(b) != len(state.ID{}) {
		return state.ID{}, errors.New("an id is a blob of 16 bytes")
	}
	return state.ID(b), nil
}

// sameSQL compares two values as SQLite's IS does, but keeps integers and reals distinct.
func sameSQL(a, b any) bool {
	x, errX := state.FromAny(a)
	y, errY := state.FromAny(b)
	return errX == nil && errY == nil && x == y
}
