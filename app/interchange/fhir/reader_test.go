package fhir

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"farne/sync/failure"
)

const (
	patient1 = `{"resourceType":"Patient","id":"1","birthDate":"1980-01-02"}`
	patient2 = `{"id":"2","resourceType":"Patient"}`
)

func bundle(entries ...string) string {
	var b strings.Builder
	b.WriteString("{\n \"resourceType\": \"Bundle\",\n \"type\": \"collection\",\n \"entry\": [\n")
	for i, e := range entries {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(`  {"fullUrl":"urn:uuid:x","resource":` + e + `}`)
	}
	return b.String() + "\n ]\n}\n"
}

func pack(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

// count reads a whole file; chunk by chunk of single bytes gives the same.
func count(name, text string, limits Limits) (n int, err error) {
	r, err := NewReader(name, strings.NewReader(text), limits)
	for err == nil {
		if _, err = r.Next(); err == nil {
			n++
		}
	}
	if err == io.EOF {
		err = nil
	}
	return n, err
}

func TestReaderAccepts(t *testing.T) {
	for i, c := range []struct {
		name, text string
		want       int
	}{
		{"a.json", patient1, 1}, {"a.json", "\xef\xbb\xbf \n" + patient1 + "\n\n", 1}, {"a.json", bundle(), 0}, {"a.json", bundle(patient1, patient2), 2},
		{"a.json", `{"resourceType":"Bundle","type":"collection"}`, 0},
		{"a.json", `{"entry":[{"resource":` + patient1 + `}],"resourceType":"Bundle","total":1}`, 1},
		{"a.json", `{"type":"transaction","resourceType":"Bundle","entry":[{"resource":` + patient1 + `},{"response":{"status":"201"}}],"link":[]}`, 1},
		{"a.ndjson", patient1 + "\n" + patient2 + "\n", 2}, {"a.NDJSON.gz", patient1 + "\r\n\r\n" + patient2, 2}, {"a.jsonl", "\n" + patient1, 1},
		{"a.ndjson", strings.ReplaceAll(bundle(patient1, patient2), "\n", "") + "\n" + patient1, 3},
		{"a.json", bundle(bundle(patient1)), 1}, {"a.json", `{"entry":[{"item":{"display":"x"}}],"resourceType":"List","id":"9"}`, 1},
	} {
		for _, text := range []string{c.text, pack(c.text)} {
			if n, err := count(c.name, text, Limits{}); n != c.want || err != nil {
				t.Errorf("%d: %d entries, %v", i, n, err)
			}
		}
	}
	// two gzip members, and a file that comes byte by byte
	half := len(patient1) / 2
	if n, err := count("a.json", pack(patient1[:half])+pack(patient1[half:]), Limits{}); n != 1 || err != nil {
		t.Errorf("two members: %d, %v", n, err)
	}
	if c, err := Inspect("a.json", iotest.OneByteReader(strings.NewReader(pack(bundle(patient1, patient2)))), Limits{}); err != nil || c.Resources != 2 || c.Types["Patient"] != 2 {
		t.Errorf("byte by byte: %v %v", c, err)
	}
}

func TestReaderRefuses(t *testing.T) {
	long := `{"resourceType":"Basic","id":"` + strings.Repeat("a", 5000) + `"}`
	small := Limits{Resource: 4000}
	for _, c := range []struct {
		name, text string
		limits     Limits
		why        string
		line       int64
	}{
		{"a.json", "", Limits{}, "empty", 1}, {"a.ndjson", " \n\n", Limits{}, "empty", 3}, {"a.json", "[]", Limits{}, "not FHIR", 1},
		{"a.json", "\n\n{}", Limits{}, "no resourceType", 3}, {"a.json", `{"resourceType":7}`, Limits{}, "no resourceType", 1},
		{"a.json", `{"resourceType":"Foo"}`, Limits{}, "does not have", 1}, {"a.json", `{"resourceType":"MedicationOrder"}`, Limits{}, "DSTU2", 1},
		{"a.json", `{"resourceType":"DeviceUsage"}`, Limits{}, "R5", 1},
		{"a.json", `{"resourceType":"Condition","clinicalStatus":"active"}`, Limits{}, "STU3", 1},
		{"a.json", bundle(patient1, `{"resourceType":"Encounter","class":[]}`), Limits{}, "R5", 6},
		{"a.json", `{"resourceType":"MedicationRequest","medication":{"concept":{}}}`, Limits{}, "R5", 1},
		{"a.json", patient1 + "x", Limits{}, "behind the end", 1}, {"a.json", patient1 + "\n" + patient2, Limits{}, ".ndjson", 2},
		{"a.ndjson", patient1 + " " + patient2, Limits{}, "on its line", 1}, {"a.ndjson", bundle(patient1), Limits{}, "several lines", 7},
		{"a.ndjson", patient1 + "\n{\"resourceType\":\"Patient\",\n\"id\":\"3\"}", Limits{}, "several lines", 3},
		{"a.ndjson", patient1 + "\n" + patient2[:9], Limits{}, "cut off", 2}, {"a.json", bundle(patient1)[:90], Limits{}, "cut off", 5},
		{"a.json", bundle(`{"resourceType":"Patient","id":"1","id":"2"}`), Limits{}, "twice", 5}, {"a.json", `{"resourceType":"Patient","x":"` + "\xff" + `"}`, Limits{}, "UTF-8", 1},
		{"a.json", `{"resourceType":"Patient","x":"\ud800"}`, Limits{}, "half of a character", 1},
		{"a.json", `{"resourceType":"Bundle","type":"history"}`, Limits{}, "history", 1}, {"a.json", `{"resourceType":"Bundle","entry":{}}`, Limits{}, "not a list", 1},
		{"a.json", `{"resourceType":"Bundle","entry":[7]}`, Limits{}, "not an object", 1}, {"a.json", `{"resourceType":"Bundle","entry":[{"resource":7}]}`, Limits{}, "not an object", 1},
		{"a.json", `{"resourceType":"Bundle","entry":[],"entry":[]}`, Limits{}, "twice", 1}, {"a.json", `{"resourceType":"Bundle","entry":[{"resource":{}}]}`, Limits{}, "no resourceType", 1},
		{"a.json", `{"resourceType":"Bundle","entry":[` + `{"resource":` + patient1 + `},]}`, Limits{}, "behind a comma", 1},
		{"a.json", `{"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Patient/1"}}]}`, Limits{}, "delete", 1},
		{"a.json", long, small, "larger", 1}, {"a.json", bundle(patient1, long), small, "larger", 6}, {"a.ndjson", patient1 + "\n" + long, small, "larger", 2},
		{"a.json", `{"entry":[` + strings.Repeat(`{"resource":`+patient1+`},`, 100) + `{"resource":` + patient1 + `}],"resourceType":"List"}`, small, "larger", 1},
		{"a.json", `{"resourceType":"Basic","x":` + strings.Repeat("[", 200), Limits{}, "too deeply", 1},
		{"a.json", "<Bundle xmlns='http://hl7.org/fhir'/>", Limits{}, "XML", 1}, {"a.json", "PK\x03\x04", Limits{}, "ZIP", 1}, {"a.json", "\xff\xfe{\x00", Limits{}, "UTF-16", 1},
		{"a.json", pack(patient1)[:30], Limits{}, "cut off", 1}, {"a.json", "\x1f\x8bxxxxxxxxxxxx", Limits{}, "damaged", 1},
		{"a.json", pack(patient1) + "x", Limits{}, "cut off", 1}, {"a.json", pack(patient1) + "xxxxxxxxxxxxxxxxxxxx", Limits{}, "damaged", 1},
		{"a.json", pack(bundle(strings.Split(strings.Repeat(patient1+"\n", 60000), "\n")[:60000]...)), Limits{Inflated: 1 << 20}, "unpacks to far more", 0},
	} {
		_, err := count(c.name, c.text, c.limits)
		var p *Problem
		if !errors.As(err, &p) || !failure.Is(err, failure.BadInput) || !strings.Contains(err.Error(), c.why) || c.line != 0 && p.Line != c.line || p.File != c.name {
			t.Errorf("%.60q: %v, %+v; want %q in line %d", c.text, err, p, c.why, c.line)
		}
	}
}

// A damaged byte of a compressed file is noticed, or is one that means nothing.
func TestReaderFindsDamage(t *testing.T) {
	good := pack(bundle(patient1, patient2))
	for i := range len(good) {
		for bit := range 8 {
			bad := []byte(good)
			bad[i] ^= 1 << bit
			var read []string
			r, err := NewReader("a.json", bytes.NewReader(bad), Limits{})
			for err == nil {
				var e *Entry
				if e, err = r.Next(); err == nil {
					read = append(read, string(e.Raw()))
				}
			}
			if err == io.EOF && strings.Join(read, "") != patient1+patient2 {
				t.Errorf("byte %d flipped: read %q", i, read)
			}
		}
	}
}

func TestReaderErrorsStay(t *testing.T) {
	r, err := NewReader("a.json", strings.NewReader(bundle(patient1)[:100]), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for range 3 {
		_, last = r.Next()
	}
	if _, again := r.Next(); again != last || last == nil || last == io.EOF {
		t.Errorf("%v, then %v", last, again)
	}
	broken := errors.New("disk on fire at /home/someone")
	if _, err := count2(iotest.ErrReader(broken)); !errors.Is(err, broken) || strings.Contains(err.Error(), "someone") {
		t.Errorf("%v", err)
	}
}

func TestAFileThatChangedBetweenPassesIsRefused(t *testing.T) {
	contents, err := Inspect("a.json", strings.NewReader(bundle(patient1)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{bundle(patient1), bundle(patient2)} {
		r, err := NewReader("a.json", strings.NewReader(text), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		r.Expect(contents)
		for err == nil {
			_, err = r.Next()
		}
		if (err == io.EOF) != (text == bundle(patient1)) {
			t.Errorf("got %v", err)
		}
	}
}

func count2(src io.Reader) (*Contents, error) { return Inspect("a.json", src, Limits{}) }

func TestEntriesSayWhereTheyStand(t *testing.T) {
	text := bundle(patient1, patient2)
	i := 0
	each(t, "a.json", strings.NewReader(text), func(e *Entry) {
		if e.Line != int64(5+i) || !strings.HasPrefix(text[e.Offset:], `{"fullUrl"`) || e.FullURL != "urn:uuid:x" || e.ID != fmt.Sprint(i+1) || e.Type != "Patient" {
			t.Errorf("%+v", e)
		}
		i++
	})
	each(t, "a.ndjson", strings.NewReader(patient1+"\n\n"+patient2), func(e *Entry) {
		if e.ID == "2" && (e.Line != 3 || e.Offset != int64(len(patient1)+2) || string(e.Raw()) != patient2) {
			t.Errorf("%+v", e)
		}
	})
}

// endless is a file of any size that is not in memory: head, then body over and over, then tail.
type endless struct {
	head, body, tail string
	times            int
	rest             string
}

func (e *endless) Read(p []byte) (int, error) {
	for e.rest == "" {
		switch {
		case e.head != "":
			e.rest, e.head = e.head, ""
		case e.times > 0:
			e.rest, e.times = e.body, e.times-1
		case e.tail != "":
			e.rest, e.tail = e.tail, ""
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// Files of 60 MB, a resource as large as may be, and one far larger need memory for one resource.
func TestReaderNeedsMemoryForOneResource(t *testing.T) {
	record := strings.Replace(patient1, `"1"`, `"`+strings.Repeat("x", 10_000)+`"`, 1)
	word := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		name string
		src  *endless
		ok   bool
	}{
		{"lines.ndjson", &endless{body: record + "\n", times: 6_000}, true},
		{"bundle.json", &endless{head: `{"resourceType":"Bundle","entry":[`, body: `{"resource":` + record + "},", times: 6_000, tail: `{"resource":` + record + `}]}`}, true},
		{"late.json", &endless{head: `{"entry":[`, body: `{"resource":` + record + "},", times: 10_000, tail: `{"resource":` + record + `}],"resourceType":"Bundle"}`}, true},
		{"largest.json", &endless{head: `{"resourceType":"Binary","data":"`, body: word, times: 31, tail: `"}`}, true},
		{"string.json", &endless{head: `{"resourceType":"Binary","data":"`, body: word, times: 1024, tail: `"}`}, false},
		{"blank.json", &endless{head: `{"resourceType":"Bundle",`, body: strings.Repeat(" ", 1<<20), times: 1024, tail: `"type":"x"}`}, false},
		{"values.json", &endless{head: `{"resourceType":"Basic","x":[`, body: strings.Repeat("0,", 1<<19), times: 20, tail: `0]}`}, false},
	} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		contents, err := Inspect(c.name, c.src, Limits{})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
		if !c.ok && c.src.times < 900 && c.name != "values.json" {
			t.Errorf("%s was refused late", c.name)
		}
		runtime.ReadMemStats(&after)
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 200<<20 {
			t.Errorf("%s: the heap grew by %d MiB", c.name, grown>>20)
		}
		if contents != nil {
			t.Logf("%s: %d resources, heap %d MiB", c.name, contents.Resources, after.HeapSys>>20)
		}
	}
}

// A file that is cut off anywhere is never taken for complete, unless it is cut between the lines of
// NDJSON, which nobody can see.
func FuzzCutOff(f *testing.F) {
	f.Add(bundle(patient1, patient2), uint(7), false)
	f.Add(patient1, uint(3), true)
	if text, err := os.ReadFile(samples(f)[0]); err == nil {
		f.Add(string(text), uint(2000), true)
	}
	f.Fuzz(func(t *testing.T, text string, at uint, compress bool) {
		n, err := count("a.json", text, Limits{})
		if err != nil || n < 1 {
			return
		}
		if compress {
			text = pack(text)
		} else {
			text = strings.TrimRight(text, " \r\n\t")
		}
		for _, cut := range []int{int(at % uint(len(text))), rand.IntN(len(text)), len(text) - 1} {
			if m, err := count("a.json", text[:cut], Limits{}); err == nil {
				t.Fatalf("%d entries of %d of %d bytes", m, cut, len(text))
			}
		}
	})
}
