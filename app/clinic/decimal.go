package clinic

import (
	"encoding/json"
	"strconv"
	"strings"
)

// DecimalPoint is a typed number with a point for its decimals, whichever of point and comma was typed.
// A number with both, or with two of one, is left as it is, so that reading it fails: 1.234 and 1,234
// mean different things to different people.
func DecimalPoint(typed string) string {
	typed = strings.TrimSpace(typed)
	if strings.Count(typed, ",") == 1 && !strings.Contains(typed, ".") {
		return strings.Replace(typed, ",", ".", 1)
	}
	return typed
}

// NumberText is a number as a component of an observation holds it: its own decimals, no exponent.
func NumberText(n float64) json.Number { return json.Number(strconv.FormatFloat(n, 'f', -1, 64)) }
