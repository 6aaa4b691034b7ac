package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"farne/app/vault/secret"
	"farne/sync/clock"
)

// The window's types are written by hand in frontend/src/lib/api. These tests hold Go to them: the same
// methods, the same fields, nothing that JSON or Wails would lose.

var (
	interfaces = regexp.MustCompile(`(?s)export interface (\w+)(?: extends (\w+))? \{\n(.*?)\n\}`)
	comments   = regexp.MustCompile(`(?s)/\*\*.*?\*/`)
	method     = regexp.MustCompile(`(?m)^  (\w+)\(`)
	field      = regexp.MustCompile(`(?m)^  (\w+):`)
)

type tsInterface struct{ extends, body string }

func contract(t *testing.T) map[string]tsInterface {
	t.Helper()
	files, err := filepath.Glob("../frontend/src/lib/api/*.ts")
	if err != nil || len(files) == 0 {
		t.Fatalf("the window's types are not there: %v", err)
	}
	found := map[string]tsInterface{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range interfaces.FindAllStringSubmatch(comments.ReplaceAllString(string(text), ""), -1) {
			found[m[1]] = tsInterface{m[2], m[3]}
		}
	}
	return found
}

func names(re *regexp.Regexp, text string) (found []string) {
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	slices.Sort(found)
	return found
}

func bound(t *testing.T) map[string]reflect.Type {
	t.Helper()
	areas := map[string]reflect.Type{}
	for _, area := range newShell(t.TempDir(), clock.Now).areas() {
		areas[reflect.TypeOf(area).Elem().Name()] = reflect.TypeOf(area)
	}
	return areas
}

func TestEveryAreaHasTheMethodsOfTheContract(t *testing.T) {
	areas := bound(t)
	for name, ts := range contract(t) {
		area, isAPI := strings.CutSuffix(name, "Api")
		if !isAPI {
			continue
		}
		goArea, ok := areas[area]
		if !ok {
			t.Errorf("%s is not bound", area)
			continue
		}
		var has []string
		for i := range goArea.NumMethod() {
			has = append(has, goArea.Method(i).Name)
		}
		wanted := names(method, ts.body)
		if !slices.Equal(has, wanted) {
			t.Errorf("%s has %v, the window wants %v", area, has, wanted)
		}
		delete(areas, area)
	}
	for area := range areas {
		t.Errorf("%s is bound and no contract knows it", area)
	}
}

func TestEveryDTOHasTheFieldsOfTheContract(t *testing.T) {
	ts := contract(t)
	for dto := range dtos(t) {
		declared, ok := ts[dto.Name()]
		if !ok {
			t.Errorf("the window does not know %s", dto.Name())
			continue
		}
		wanted := names(field, declared.body)
		if parent, ok := ts[declared.extends]; ok {
			wanted = append(wanted, names(field, parent.body)...)
		}
		var has []string
		for i := range dto.NumField() {
			f := dto.Field(i)
			tag := f.Tag.Get("json")
			if tag == "" || strings.Contains(tag, ",") {
				t.Errorf("%s.%s has the tag %q", dto.Name(), f.Name, tag)
			}
			has = append(has, tag)
		}
		slices.Sort(wanted)
		slices.Sort(has)
		if !slices.Equal(has, wanted) {
			t.Errorf("%s has %v, the window wants %v", dto.Name(), has, wanted)
		}
	}
}

// dtos are all structs that cross, found by walking the methods' arguments and answers.
func dtos(t *testing.T) map[reflect.Type]bool {
	found := map[reflect.Type]bool{}
	for _, area := range bound(t) {
		for i := range area.NumMethod() {
			m := area.Method(i).Type
			for j := 1; j < m.NumIn(); j++ {
				walk(t, m.In(j), found)
			}
			for j := range m.NumOut() {
				if m.Out(j).Name() != "error" {
					walk(t, m.Out(j), found)
				}
			}
		}
	}
	walk(t, reflect.TypeFor[WorkProgress](), found)
	return found
}

func walk(t *testing.T, typ reflect.Type, found map[reflect.Type]bool) {
	switch typ.Kind() {
	case reflect.Struct:
		if found[typ] {
			return
		}
		if typ.PkgPath() != "farne/app" {
			t.Errorf("%s crosses to the window and is not a DTO of this package", typ)
		}
		found[typ] = true
		for i := range typ.NumField() {
			walk(t, typ.Field(i).Type, found)
		}
	case reflect.Slice, reflect.Pointer:
		walk(t, typ.Elem(), found)
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
	default:
		t.Errorf("%s crosses to the window, which has no such thing", typ)
	}
}

func TestEveryDTOMarshals(t *testing.T) {
	for dto := range dtos(t) {
		for _, value := range []reflect.Value{reflect.New(dto), full(dto)} {
			b, err := json.Marshal(value.Interface())
			if err != nil {
				t.Errorf("%s: %v", dto, err)
			}
			back := reflect.New(dto)
			if err := json.Unmarshal(b, back.Interface()); err != nil {
				t.Errorf("%s: %v", dto, err)
			}
			if strings.Contains(string(b), secret.Shown) {
				t.Errorf("%s holds a secret that does not print: %s", dto, b)
			}
		}
	}
}

// full is a value with something in every field.
func full(typ reflect.Type) reflect.Value {
	p := reflect.New(typ)
	fill(p.Elem())
	return p
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.String:
		v.SetString("ß\x00\u2028\"</script>")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1 << 40)
	case reflect.Float64:
		v.SetFloat(0.1)
	}
}
