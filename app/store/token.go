package store

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"farne/sync/hlc"
	"farne/sync/state"
)

// Token says which versions a screen showed of one row: "column=hlc,hlc;column=…" in base64. A screen
// takes it when it opens and gives it back with a write, so that a version that arrived while somebody
// was typing is not overwritten unseen. The empty Token stands for "what the row shows now".
type Token string

// TokenOf names the displayed versions of every column, and those that look the same.
func TokenOf(r *state.Row) Token {
	var columns []string
	for c := range r.Columns {
		columns = append(columns, c)
	}
	sort.Strings(columns)
	var b strings.Builder
	for _, c := range columns {
		b.WriteString(c + "=")
		for _, h := range r.LooksSame(c) {
			b.WriteString(h.String())
		}
		b.WriteString(";")
	}
	return Token(base64.RawURLEncoding.EncodeToString([]byte(b.String())))
}

func (t Token) parse() (map[string][]hlc.HLC, error) {
	raw, err := base64.RawURLEncoding.DecodeString(string(t))
	if err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	shown := map[string][]hlc.HLC{}
	for _, part := range strings.Split(strings.TrimSuffix(string(raw), ";"), ";") {
		column, versions, ok := strings.Cut(part, "=")
		if !ok {
			continue
		}
		b, err := hex.DecodeString(versions)
		if err != nil || len(b)%16 != 0 {
			return nil, fmt.Errorf("token: malformed version of %s", column)
		}
		shown[column] = []hlc.HLC{}
		for ; len(b) > 0; b = b[16:] {
			h, err := hlc.FromBytes(b[:16])
			if err != nil {
				return nil, fmt.Errorf("token: %w", err)
			}
			shown[column] = append(shown[column], h)
		}
	}
	return shown, nil
}

// setShown makes the capture of the next write of this row name the token's versions as its bases. A
// column that the token does not know was empty on that screen.
func (t *Tx) setShown(table string, id state.ID, shown Token) error {
	t.c.capture.shown = nil
	if shown == "" {
		return nil
	}
	known, err := shown.parse()
	if err != nil {
		return err
	}
	t.c.capture.shown = map[cell][]hlc.HLC{}
	for _, column := range t.c.tables[table].Columns {
		t.c.capture.shown[cell{table, id, column}] = known[column]
	}
	return nil
}

// Token is what a screen that shows this row now carries.
func (t *Tx) Token(table string, id state.ID) (Token, error) {
	row, err := t.Row(table, id)
	if err != nil {
		return "", err
	}
	return TokenOf(row), nil
}
