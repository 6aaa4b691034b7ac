package fhir

import (
	"hash/maphash"
	"slices"
	"strings"
)

// Dangling gathers what resources of a file refer to and tells, at its end, which of it is nowhere.
// Such a reference is imported and kept all the same; somebody should know of it. It needs about 40
// bytes a resource and a reference's target; beyond four million of either it stops counting.
type Dangling struct {
	seed   maphash.Seed
	here   map[uint64]struct{}
	wanted map[uint64]Missing
}

// Missing is a resource that is referred to and is not there.
type Missing struct {
	From Target // one that refers to it
	To   Target // Type "" when the reference does not say
	Row  [16]byte
}

const mostTargets = 4 << 20

// NewDangling begins a file.
func NewDangling() *Dangling {
	return &Dangling{maphash.MakeSeed(), map[uint64]struct{}{}, map[uint64]Missing{}}
}

func (d *Dangling) hash(key string) uint64 { return maphash.String(d.seed, key) }

// Add takes in an entry and the records it became.
func (d *Dangling) Add(e *Entry, records []Record) {
	if len(records) == 0 || len(d.here) > mostTargets || len(d.wanted) > mostTargets {
		return
	}
	id := normalID(records[0].ForeignID)
	d.found(e.Type + "/" + id)
	d.found(id)
	if urn, ok := urnID(e.FullURL); ok && urn != id {
		d.found(urn)
	}
	if namedByIdentifier[e.Type] {
		for _, identifier := range e.Resource.Get("identifier").Elements() {
			d.found(identifierKey(e.Type, identifier.Get("system").Str(), identifier.Get("value").Str()))
		}
	}
	for _, record := range records {
		for _, l := range record.Links {
			key := d.hash(l.key)
			if _, here := d.here[key]; here {
				continue
			}
			if _, known := d.wanted[key]; !known {
				d.wanted[key] = Missing{From: Target{strings.Clone(record.Type), strings.Clone(record.ForeignID)},
					To: Target{strings.Clone(l.Type), strings.Clone(l.ID)}, Row: l.Row}
			}
		}
	}
}

// found notes a name of a resource that is here; who waited for it waits no more.
func (d *Dangling) found(name string) {
	key := d.hash(name)
	d.here[key] = struct{}{}
	delete(d.wanted, key)
}

// Missing lists what is neither in the file nor, by exists, in the record from an earlier import,
// ordered by type and id. Exists gets a row with its resource type; it may be nil. A reference whose
// type is not known cannot be looked up and is listed if the file does not have it.
func (d *Dangling) Missing(exists func(typ string, row [16]byte) bool) []Missing {
	var list []Missing
	for _, m := range d.wanted {
		if exists != nil && m.To.Type != "" && exists(m.To.Type, m.Row) {
			continue
		}
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b Missing) int {
		return strings.Compare(a.To.Type+"/"+a.To.ID, b.To.Type+"/"+b.To.ID)
	})
	return list
}
