package fhir

import (
	"net/url"
	"strings"

	"farne/app/interchange/jsondoc"
)

// refKind is how a reference names what it refers to.
type refKind uint8

const (
	refNone        refKind = iota // nothing that can be followed: contained, display only, or unknown to us
	refURN                        // urn:uuid:…, urn:oid:…: by itself without a type
	refRelative                   // Type/id
	refAbsolute                   // https://base/Type/id
	refConditional                // Type?identifier=system|value
	refLogical                    // no reference, but an identifier
	refOwn                        // a row of Farne by its own id
)

// reference is a FHIR Reference taken apart.
type reference struct {
	kind          refKind
	typ           string // resource type; "" if the reference does not say
	id            string
	base          string // of refAbsolute, without a slash at its end
	system, value string // of refConditional and refLogical
}

// ownSystem is the identifier system by which Farne knows its rows in its own exports again.
const ownSystem = "urn:farne:row"

// readReference takes a Reference apart.
func readReference(v jsondoc.Value) reference {
	if v.Kind() != jsondoc.Object {
		return reference{}
	}
	typ := v.Get("type").Str()
	identifier := v.Get("identifier")
	if identifier.Get("system").Is(ownSystem) {
		return reference{kind: refOwn, typ: typ, id: identifier.Get("value").Str()}
	}
	if text := v.Get("reference").Str(); text != "" {
		r := parseReference(text)
		if r.typ == "" {
			r.typ = typ
		}
		return r
	}
	if value := identifier.Get("value").Str(); value != "" {
		return reference{kind: refLogical, typ: typ, system: identifier.Get("system").Str(), value: value}
	}
	return reference{}
}

func parseReference(s string) reference {
	if strings.HasPrefix(s, "#") {
		return reference{}
	}
	if id, ok := urnID(s); ok {
		return reference{kind: refURN, id: id}
	}
	s, _, _ = strings.Cut(s, "#")
	if path, query, ok := strings.Cut(s, "?"); ok {
		return conditional(path, query)
	}
	s, _, _ = strings.Cut(s, "/_history/")
	s = strings.TrimSuffix(s, "/")
	cut := strings.LastIndexByte(s, '/')
	if cut < 0 || cut == len(s)-1 {
		return reference{}
	}
	rest, id := s[:cut], s[cut+1:]
	slash := strings.LastIndexByte(rest, '/')
	r := reference{kind: refRelative, typ: rest[slash+1:], id: id}
	if !r4[r.typ] {
		return reference{}
	}
	if slash >= 0 {
		r.kind, r.base = refAbsolute, rest[:slash]
		if !strings.Contains(r.base, "://") {
			return reference{}
		}
	}
	return r
}

// conditional reads Type?identifier=system|value, as transactions refer to what the server has.
func conditional(path, query string) reference {
	typ := path[strings.LastIndexByte(path, '/')+1:]
	values, err := url.ParseQuery(query)
	if err != nil || !r4[typ] {
		return reference{}
	}
	system, value, both := strings.Cut(values.Get("identifier"), "|")
	if !both {
		system, value = "", system
	}
	if value == "" {
		return reference{}
	}
	return reference{kind: refConditional, typ: typ, system: system, value: value}
}

// urnID is the id in urn:uuid:… or urn:oid:…, a UUID in lower case.
func urnID(s string) (string, bool) {
	if len(s) < 9 || !strings.EqualFold(s[:4], "urn:") {
		return "", false
	}
	if rest := s[4:]; strings.EqualFold(rest[:min(5, len(rest))], "uuid:") {
		return normalID(rest[5:]), true
	} else if strings.EqualFold(rest[:min(4, len(rest))], "oid:") {
		return rest[4:], true
	}
	return "", false
}

// isUUID tells whether an id is a UUID in its usual form, which no two systems give to two things.
func isUUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'f':
		default:
			return false
		}
	}
	return true
}

// normalID writes a UUID in lower case and leaves other ids, which are case-sensitive, alone.
func normalID(s string) string {
	if isUUID(s) {
		return strings.ToLower(s)
	}
	return s
}
