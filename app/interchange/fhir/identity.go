package fhir

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"

	"farne/app/interchange/jsondoc"
)

// DefaultSource is where a resource comes from when nothing says so, and where every id that is a
// UUID comes from: a UUID means one thing whichever system it passed through, so that an NDJSON file
// and a Bundle of the same system make the same rows.
const DefaultSource = "fhir"

// sourceOf is the system whose ids an entry uses: what the person said, or the base of its fullUrl,
// or the Bundle's meta.source, or DefaultSource. Ids such as Patient/123 mean one thing within it.
func (m *Mapper) sourceOf(e *Entry) string {
	if m.Source != "" {
		return m.Source
	}
	if r := parseReference(e.FullURL); r.kind == refAbsolute && r.typ == e.Type {
		return normalBase(r.base)
	}
	if e.Origin != "" {
		return normalBase(e.Origin)
	}
	return DefaultSource
}

// normalBase makes the addresses of one server one: https, host in lower case, no slash at the end.
func normalBase(base string) string {
	base = strings.TrimRight(base, "/")
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return base
	}
	if u.Scheme == "http" {
		u.Scheme = "https"
	}
	u.Host, u.User, u.RawQuery, u.Fragment = strings.ToLower(u.Host), nil, "", ""
	return u.String()
}

// spaceOf is the source under which an id is one thing: the source itself, but DefaultSource for a
// UUID unless a person named the source (a plain name, not a URI). It depends on nothing but its two
// arguments, so that an export finds the rows of an import again.
func spaceOf(source, id string) string {
	if isUUID(id) && strings.Contains(source, ":") {
		return DefaultSource
	}
	return source
}

// row is the row of a resource by the id it has in its source.
func (m *Mapper) row(source, typ, id string) [16]byte {
	id = normalID(id)
	return m.RowID(spaceOf(source, id), typ, id)
}

// foreignID is the id by which a resource is known where it comes from: its own, else that of its
// fullUrl, else its first identifier, else a digest of its content, which at least makes a second
// import of the same file the same.
func foreignID(e *Entry) string {
	if e.ID != "" {
		return e.ID
	}
	if id, ok := urnID(e.FullURL); ok {
		return id
	}
	if r := parseReference(e.FullURL); r.id != "" {
		return r.id
	}
	for _, identifier := range e.Resource.Get("identifier").Elements() {
		if system, value := identifier.Get("system").Str(), identifier.Get("value").Str(); system != "" && value != "" {
			return system + "|" + value
		}
	}
	sum := sha256.Sum256(e.Raw())
	return "sha256:" + hex.EncodeToString(sum[:])
}

// ownRow is the row that a resource of one of Farne's exports was, if it was one.
func ownRow(v jsondoc.Value) (row [16]byte, ok bool) {
	for _, identifier := range v.Get("identifier").Elements() {
		if identifier.Get("system").Is(ownSystem) {
			return parseUUID(identifier.Get("value").Str())
		}
	}
	return row, false
}

func parseUUID(s string) (id [16]byte, ok bool) {
	if !isUUID(s) {
		return id, false
	}
	_, err := hex.Decode(id[:], []byte(s[:8]+s[9:13]+s[14:18]+s[19:23]+s[24:]))
	return id, err == nil
}

func formatUUID(id [16]byte) string {
	var b [36]byte
	hex.Encode(b[:8], id[:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:], id[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// resolve finds the row that a reference means. Expected is the type that the element usually has; it
// stands in for a urn:uuid, which does not say its type. False when the reference means nothing that
// can be a row of that type.
func (m *Mapper) resolve(r reference, expected, source string) (row [16]byte, typ string, ok bool) {
	typ = r.typ
	if typ == "" {
		typ = expected
	}
	if r.kind == refNone || typ == "" || expected != "" && typ != expected {
		return row, typ, false
	}
	switch r.kind {
	case refOwn:
		row, ok = parseUUID(r.id)
		return row, typ, ok
	case refAbsolute:
		return m.row(normalBase(r.base), typ, r.id), typ, true
	case refConditional, refLogical:
		return m.byIdentifier(r, typ, source), typ, true
	}
	return m.row(source, typ, r.id), typ, true
}

// byIdentifier finds a row by identifier: in this file, in the record, or, when nobody has it yet, the
// row it will be if it comes without any other id.
func (m *Mapper) byIdentifier(r reference, typ, source string) [16]byte {
	if t, found := m.Aliases[identifierKey(typ, r.system, r.value)]; found {
		return m.row(source, t.Type, t.ID)
	}
	if m.Lookup != nil {
		if row, found := m.Lookup(typ, r.system, r.value); found {
			return row
		}
	}
	return m.row(source, typ, r.system+"|"+r.value)
}
