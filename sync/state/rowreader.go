package state

import "slices"

// Unmarshal reads a canonical form. It refuses every other spelling of a row, so that what it accepts
// marshals to the same bytes, and every list or value that is absurdly long. The error wraps
// ErrMalformed and tells where, never what.
func Unmarshal(data []byte) (*Row, error) {
	in, err := newReader(string(data))
	if err != nil {
		return nil, err
	}
	in.array(6)
	row := &Row{Table: in.name(), ID: in.sixteen(), Subjects: in.ids()}
	var room [16]stamp
	stamps := in.stamps(room[:0])
	in.columns(row, stamps)
	in.pending(row)
	if err := in.end(); err != nil {
		return nil, err
	}
	return row, nil
}

// KeyOf reads the table and the id that a canonical form begins with, and no more of it; table is a part
// of form. The error wraps ErrMalformed.
func KeyOf(form []byte) (table []byte, id ID, err error) {
	at, n := 2, 0
	if len(form) > 2 {
		if n = int(form[1] &^ majorText); n == 24 { // the length follows
			at, n = 3, int(form[2])
		}
	}
	end := at + n
	if len(form) < end+17 || form[0] != majorArray|6 || form[1]&0xe0 != majorText || n == 0 || n > 24 && at == 2 || form[end] != majorBytes|16 {
		return nil, ID{}, malformed("a form that begins with no key")
	}
	return form[at:end], ID(form[end+1 : end+17]), nil
}

func (r *reader) stamps(stamps []stamp) []stamp {
	n := r.count(majorArray, 36)
	if n > cap(stamps) {
		stamps = make([]stamp, 0, n)
	}
	for range n {
		r.array(3)
		stamps = append(stamps, stamp{hlc: r.stamp(), seat: r.sixteen(), recordedAt: r.integer()})
	}
	if !ascending(stamps, compareStamps) {
		r.fail("stamps that do not ascend")
	}
	return stamps
}

func (r *reader) columns(row *Row, stamps []stamp) {
	n := r.count(majorMap, 5)
	if n == 0 {
		r.fail("a row without a column")
		return
	}
	var room [16]bool
	used := append(room[:0], make([]bool, len(stamps))...)
	row.Columns = make(map[string]*Column, n)
	columns := make([]Column, n)
	versions := make([]Version, 0, n) // usually one each; if it grows, earlier columns keep the old array
	last := ""
	for i := range columns {
		name, start := r.name(), len(versions)
		if compareNames(last, name) >= 0 {
			r.fail("columns that do not ascend")
		}
		last = name
		versions = r.versions(versions, name, stamps, used)
		columns[i].Live = versions[start:len(versions):len(versions)]
		row.Columns[name] = &columns[i]
		if r.err != nil {
			return
		}
	}
	if slices.Contains(used, false) {
		r.fail("a stamp without a version")
	}
}

func (r *reader) versions(all []Version, column string, stamps []stamp, used []bool) []Version {
	start, n := len(all), r.count(majorArray, 1)
	if n == 0 || n%2 != 0 {
		r.fail("a column without versions, or with half a one")
		return all
	}
	for range n / 2 {
		index := r.head(majorUint)
		if index >= uint64(len(stamps)) {
			r.fail("a version without a stamp")
			return all
		}
		s := &stamps[index]
		used[index] = true
		all = append(all, Version{HLC: s.hlc, Seat: s.seat, RecordedAt: s.recordedAt, Value: r.value()})
		if column == Deleted {
			r.keep(checkDeletion(s.hlc, all[len(all)-1].Value))
		}
	}
	if !ascending(all[start:], compareVersions) {
		r.fail("versions that do not ascend")
	}
	return all
}

func (r *reader) keep(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) pending(row *Row) {
	entries := r.entries()
	for i := range entries {
		if r.err != nil {
			return
		}
		c := row.column(entries[i].Column)
		c.Pending = append(c.Pending, entries[i].HLC)
	}
}
