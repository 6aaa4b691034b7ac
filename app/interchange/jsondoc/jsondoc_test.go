package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

var samples = []string{
	`{"a":[1,2.50,-0,1e3,1E-7],"b":{"c":"d\n\u00e9\ud83d\ude00"},"e":null,"f":true,"g":false,"h":{},"i":[]}`,
	`[[],{},"",[[[1]]]]`, `"x"`, `{"a":"` + strings.Repeat("æ", 100) + `"}`, ` { "a" : [ 1 , 2 ] , "b" : "c d" } `,
	`{"resourceType":"Patient","name":[{"family":"Wiegand","given":["Luigi"]}]}`,
}

// What is accepted is JSON, is what encoding/json makes of it but for white space, and no shorter
// text is taken for complete.
func FuzzParse(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s))
	}
	for _, s := range []string{`{"a":1,"a":2}`, `"\ud800"`, `"\u0000"`, "\"\xff\"", `{"a"`, `01`, `1.`, `tru`, "\"\x01\"", `{"\u0061":1}`, `[1,]`, `{,}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var p Parser
		v, n, err := p.Parse(src)
		if err != nil {
			return
		}
		if !json.Valid(src[:n]) {
			t.Fatalf("accepted %q, which is not JSON", src[:n])
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, src[:n]); err != nil || !bytes.Equal(compact.Bytes(), v.Raw()) {
			t.Fatalf("%q became %q", src[:n], v.Raw())
		}
		var want any
		d := json.NewDecoder(bytes.NewReader(src[:n]))
		d.UseNumber()
		if err := d.Decode(&want); err != nil || !reflect.DeepEqual(want, decode(v)) {
			t.Fatalf("%q read as %v", src[:n], decode(v))
		}
		for range 8 {
			cut := rand.IntN(n)
			if _, m, err := p.Parse(src[:cut]); !errors.Is(err, ErrShort) {
				t.Fatalf("%q cut at %d: took %d, %v", src, cut, m, err)
			}
		}
	})
}

func decode(v Value) any {
	switch v.Kind() {
	case Bool:
		b, _ := v.Bool()
		return b
	case Number:
		return json.Number(v.Num())
	case String:
		return v.Str()
	case Array:
		list := []any{}
		for _, e := range v.Elements() {
			list = append(list, decode(e))
		}
		return list
	case Object:
		members := map[string]any{}
		for m := range v.Children() {
			members[m.Name()] = decode(m)
		}
		return members
	}
	return nil
}

func TestParserRefuses(t *testing.T) {
	deep := strings.Repeat("[", 101) + strings.Repeat("]", 101)
	many := "[" + strings.Repeat("0,", 50) + "0]"
	twice := `{` + strings.Join(members(60), ",") + `,"m7":1}`
	for _, bad := range []string{deep, many, twice, `{"a":1,"a":2}`, `{"a":1,"b":2,"a":3}`, `"\ud800"`, `"\ud800x"`, `"\udc00"`, `"\ud800\u0041"`,
		`"\u0000"`, "\"\xff\"", "\"\xc0\x80\"", "\"a\tb\"", `{"\u0061":1}`, `{1:2}`, `{"a" 1}`, `[1 2]`, `[1,]`, `{"a":1,}`, `01 `, `-`, `- `, `1.x`, `.5`, `1e+ `, `nul `,
		`nux`, `'a'`, `NaN`, `"\x"`, `"\u12g4"`, `}`, "\xef\xbb\xbf1"} {
		p := Parser{Limits: Limits{Nodes: 40}}
		if bad == twice {
			p = Parser{}
		}
		var syntax *SyntaxError
		if v, _, err := p.Parse([]byte(bad)); !errors.As(err, &syntax) && !(bad == "-" && errors.Is(err, ErrShort)) {
			t.Errorf("%.40q: %s, %v", bad, v.Raw(), err)
		}
	}
	if _, _, err := (&Parser{}).Parse([]byte(strings.Repeat("[", 100) + strings.Repeat("]", 100))); err != nil {
		t.Errorf("a hundred levels: %v", err)
	}
	if v, _, err := (&Parser{}).Parse([]byte(`{` + strings.Join(members(60), ",") + `}`)); err != nil || v.Len() != 60 || v.Get("m59").Num() != "59" {
		t.Errorf("sixty members: %v", err)
	}
}

func members(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"m%d":%d`, i, i)
	}
	return all
}

func TestValues(t *testing.T) {
	d, err := Open([]byte(samples[0]))
	if err != nil {
		t.Fatal(err)
	}
	r := d.Root()
	if r.Get("b").Get("c").Str() != "d\né😀" || !r.Get("b").Get("c").Is("d\né😀") || r.Get("a").At(1).Num() != "2.50" || r.Get("a").Len() != 5 || r.Get("e").Kind() != Null || r.Get("x").Get("y").At(3).Exists() ||
		r.Get("h").Len() != 0 || r.Get("a").At(5).Exists() || r.Follow(Path("a", 4)...).Num() != "1E-7" || r.Get("b").Name() != "b" {
		t.Error("values")
	}
	count := 0
	for range r.Get("a").All() {
		count++
	}
	if count != 6 {
		t.Errorf("the array and its 5 elements are %d values", count)
	}
	if _, err := Open([]byte(`1 2`)); err == nil {
		t.Error("two values were opened")
	}
}

func TestEdits(t *testing.T) {
	for _, c := range []struct{ doc, path, value, want string }{
		{`{"a":1,"b":2}`, "a", `9`, `{"a":9,"b":2}`}, {`{"a":1}`, "b", `9`, `{"a":1,"b":9}`}, {`{}`, "a.0.b", `9`, `{"a":[{"b":9}]}`},
		{`{"a":[1,2]}`, "a.-1", `9`, `{"a":[1,2,9]}`}, {`{"a":"s"}`, "a.b", `9`, `{"a":{"b":9}}`}, {`{"a":[]}`, "a.0", `9`, `{"a":[9]}`},
		{`{"a":1,"b":2}`, "a", ``, `{"b":2}`}, {`{"a":1,"b":2}`, "b", ``, `{"a":1}`}, {`{"a":[{"b":1}],"c":2}`, "a.0.b", ``, `{"c":2}`},
		{`{"a":[1,2,3]}`, "a.1", ``, `{"a":[1,3]}`}, {`{"a":1}`, "a", ``, `{}`}, {`{"a":1}`, "b", ``, `{"a":1}`}, {`{"a":{"b":1,"c":2}}`, "a.b", ``, `{"a":{"c":2}}`},
	} {
		d, err := Open([]byte(c.doc))
		if err != nil {
			t.Fatal(err)
		}
		var path []Step
		for _, s := range strings.Split(c.path, ".") {
			var i int
			if _, err := fmt.Sscanf(s, "%d", &i); err == nil {
				path = append(path, Index(i))
			} else {
				path = append(path, Key(s))
			}
		}
		if c.value == "" {
			err = d.Remove(path...)
		} else {
			err = d.Set([]byte(c.value), path...)
		}
		if got := string(d.Bytes()); got != c.want || err != nil {
			t.Errorf("%s at %s: got %s, %v, want %s", c.doc, c.path, got, err, c.want)
		}
	}
}

// Setting a string and reading it gives the string, and the rest of the document keeps its bytes.
func FuzzSet(f *testing.F) {
	f.Add("é\"\\\n\x00\x01\u2028</script>", uint(3))
	f.Fuzz(func(t *testing.T, s string, which uint) {
		d, err := Open([]byte(samples[which%uint(len(samples))]))
		if err != nil {
			t.Fatal(err)
		}
		before := string(d.Bytes())
		if d.Root().Kind() != Object {
			return
		}
		if err := d.Set(Quote(s), Path("new", 0, "x")...); err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(strings.ToValidUTF8(s, "\x00"), "\x00", "�")
		if got := d.Root().Get("new").At(0).Get("x").Str(); strings.ReplaceAll(got, "�", "") != strings.ReplaceAll(want, "�", "") {
			t.Fatalf("%q became %q", s, got)
		}
		if err := d.Remove(Path("new", 0, "x")...); err != nil || string(d.Bytes()) != before {
			t.Fatalf("%s became %s, %v", before, d.Bytes(), err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte("[" + strings.Repeat(samples[5]+",\n      ", 2000) + "1]")
	var p Parser
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, _, err := p.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStandardLibrary(b *testing.B) {
	text := []byte("[" + strings.Repeat(samples[5]+",\n      ", 2000) + "1]")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			b.Fatal(err)
		}
	}
}
