package clinic

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

// Component is one part of an observation, such as the systolic of a blood pressure. Value is the
// number's own decimal text, empty when there is none: a component may have words instead, in Text.
type Component struct {
	Code    string      `json:"code,omitempty"`
	System  string      `json:"system,omitempty"`
	Display string      `json:"display,omitempty"`
	Value   json.Number `json:"value,omitempty"`
	Unit    string      `json:"unit,omitempty"`
	Text    string      `json:"value_text,omitempty"`
}

// Number is the value as a number.
func (c Component) Number() (float64, bool) {
	f, err := strconv.ParseFloat(string(c.Value), 64)
	return f, err == nil
}

var errComponents = errors.New("not a list of observation components")

// ParseComponents reads what the column components holds: a JSON array of objects with code, system,
// display, value, unit and value_text, each left out when missing. Empty text is no components.
func ParseComponents(column string) ([]Component, error) {
	if column == "" {
		return nil, nil
	}
	var list []Component
	if err := json.Unmarshal([]byte(column), &list); err != nil {
		return nil, errComponents
	}
	return list, nil
}

// FormatComponents writes the column, always the same for the same components; empty for none.
func FormatComponents(list []Component) string {
	if len(list) == 0 {
		return ""
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(list); err != nil {
		return "" // a Value that is no number, which ParseComponents never gives
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
