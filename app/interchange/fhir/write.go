package fhir

import (
	"bufio"
	"io"
	"strings"

	"farne/app/interchange/jsondoc"
)

// exportOrder is the order of types in an export: those referred to first. Types that are not listed
// follow in the order of their names.
var exportOrder = []string{"Patient", "RelatedPerson", "Organization", "Location", "Practitioner", "PractitionerRole",
	"Appointment", "Encounter", "Condition", "AllergyIntolerance", "MedicationRequest", "MedicationStatement", "Observation",
	"Procedure", "Immunization", "DiagnosticReport", "DocumentReference"}

// CompareTypes orders resource types as an export does. Within a type an export goes by row id, so
// that two exports of one state are the same bytes.
func CompareTypes(a, b string) int {
	rank := func(typ string) int {
		for i, t := range exportOrder {
			if t == typ {
				return i
			}
		}
		return len(exportOrder)
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// Writer writes resources down one after another, in the order they are given. A file is whole only
// after Close, which does not close what it writes to.
type Writer interface {
	// Write takes JSON on one line, and the source and foreign id of its copy, "" if it has none.
	Write(resource []byte, source, foreignID string) error
	Close() error
}

type bundleWriter struct {
	out   *bufio.Writer
	count int
	err   error
}

// NewBundleWriter writes one Bundle of type collection. At is the instant it says it was made, RFC
// 3339; "" leaves it out. A resource that came from a server has its address there as fullUrl, another
// whose id is a UUID urn:uuid:…, as they came in; the rest have none.
func NewBundleWriter(out io.Writer, at string) Writer {
	w := &bundleWriter{out: bufio.NewWriterSize(out, 64<<10)}
	_, w.err = w.out.WriteString(`{"resourceType":"Bundle","type":"collection"`)
	if at != "" && w.err == nil {
		_, w.err = w.out.Write(append([]byte(`,"timestamp":`), jsondoc.Quote(at)...))
	}
	return w
}

func (w *bundleWriter) Write(resource []byte, source, foreignID string) error {
	begin := ",\n{"
	if w.count == 0 {
		begin = `,"entry":[` + "\n{"
	}
	w.count++
	w.put([]byte(begin))
	if full := fullURL(resource, source, foreignID); full != "" {
		w.put(append(append([]byte(`"fullUrl":`), jsondoc.Quote(full)...), ','))
	}
	w.put([]byte(`"resource":`))
	w.put(resource)
	w.put([]byte("}"))
	return w.err
}

func (w *bundleWriter) put(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
	}
}

func (w *bundleWriter) Close() error {
	if w.count > 0 {
		w.put([]byte("\n]"))
	}
	w.put([]byte("}\n"))
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

// fullURL is what other entries' references lead to.
func fullURL(resource []byte, source, foreignID string) string {
	var p jsondoc.Parser
	v, _, err := p.Parse(resource)
	if err != nil {
		return ""
	}
	id := v.Get("id").Str()
	switch {
	case strings.HasPrefix(source, "https://") && id != "":
		return source + "/" + v.Get("resourceType").Str() + "/" + id
	case isUUID(id):
		return "urn:uuid:" + id
	case id == "" && isUUID(foreignID):
		return "urn:uuid:" + foreignID
	}
	return ""
}

type lineWriter struct{ out *bufio.Writer }

// NewLineWriter writes NDJSON: one resource a line.
func NewLineWriter(out io.Writer) Writer { return &lineWriter{bufio.NewWriterSize(out, 64<<10)} }

func (w *lineWriter) Write(resource []byte, _, _ string) error {
	if _, err := w.out.Write(resource); err != nil {
		return err
	}
	return w.out.WriteByte('\n')
}

func (w *lineWriter) Close() error { return w.out.Flush() }
