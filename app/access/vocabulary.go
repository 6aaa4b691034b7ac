package access

import "fmt"

// term is a value of a closed list: its code in JSON and on the command line, and its words in a
// sentence for people.
type term struct{ code, words string }

// vocabulary is a closed list of codes.
type vocabulary[C ~uint8] map[C]term

// code gives a value its text; one that is not on the list shows as its number.
func (v vocabulary[C]) code(c C) string {
	if t, ok := v[c]; ok {
		return t.code
	}
	return fmt.Sprintf("unknown-%d", uint8(c))
}

func (v vocabulary[C]) has(c C) bool {
	_, ok := v[c]
	return ok
}

// set reads what code wrote. The error does not repeat the text, which may be anything.
func (v vocabulary[C]) set(c *C, text []byte) error {
	for value, t := range v {
		if t.code == string(text) {
			*c = value
			return nil
		}
	}
	return fmt.Errorf("access: no %T of this name", *c)
}

// values lists the codes, ascending.
func (v vocabulary[C]) values() []C {
	var all []C
	for n := range 256 {
		if v.has(C(n)) {
			all = append(all, C(n))
		}
	}
	return all
}
