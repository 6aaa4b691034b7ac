package fhir

import (
	"io"
)

// Contents is what Inspect found in a file that can be taken over as a whole.
type Contents struct {
	Resources int64
	Types     map[string]int64 // resources of each type
	Empty     int              // bundle entries without a resource
	Bytes     int64            // of the file, compressed if it is
	Aliases   Aliases

	digest uint64
}

// Inspect reads a whole file and checks everything that Reader checks, keeping nothing but counts and
// aliases. An import runs it first, so that a file that is cut off or wrong near its end costs no
// write, and then reads the file again with NewReader and Expect.
func Inspect(name string, src io.Reader, limits Limits) (*Contents, error) {
	r, err := NewReader(name, src, limits)
	if err != nil {
		return nil, err
	}
	c := &Contents{Types: map[string]int64{}, Aliases: Aliases{}}
	for {
		e, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		c.Resources++
		c.Types[e.Type]++
		c.Aliases.add(e)
	}
	c.Empty, c.Bytes, c.digest = r.Empty(), r.in.packed.bytes, r.in.packed.sum.Sum64()
	return c, nil
}

// Expect makes the Reader fail at its end if it did not read what Inspect read.
func (r *Reader) Expect(c *Contents) { r.expected = c }

// Aliases are the other names under which a file refers to its own resources: a fullUrl urn:uuid:…
// that is not the resource's id, and the identifiers of those who work in the practice, by which
// conditional references (Practitioner?identifier=…) and logical ones name them.
type Aliases map[string]Target

// Target is a resource by its type and its id in the system it comes from.
type Target struct{ Type, ID string }

// mostAliases bounds the memory; a file with more of them links the rest by what the references say.
const mostAliases = 1 << 20

// namedByIdentifier are the types that are referred to by identifier from other files.
var namedByIdentifier = set("Practitioner PractitionerRole Organization Location")

func (a Aliases) add(e *Entry) {
	if len(a) > mostAliases {
		return
	}
	target := Target{e.Type, foreignID(e)}
	if urn, ok := urnID(e.FullURL); ok && urn != normalID(target.ID) {
		a[urn] = target
	}
	if !namedByIdentifier[e.Type] {
		return
	}
	for _, identifier := range e.Resource.Get("identifier").Elements() {
		if system, value := identifier.Get("system").Str(), identifier.Get("value").Str(); value != "" {
			a[identifierKey(e.Type, system, value)] = target
		}
	}
}

func identifierKey(kind, system, value string) string { return kind + "?" + system + "|" + value }
