package record

import (
	"slices"
	"strconv"

	"farne/app/clinic"
)

// MeasureKind is something that can be measured and typed in. Codes are LOINC's, units UCUM's.
type MeasureKind struct {
	Code, Name, Unit, Category string
	Parts                      []MeasurePart
}

// MeasurePart is one number of a measurement, with the bounds outside of which it is a slip of the pen.
type MeasurePart struct {
	Code, Name string
	From, To   float64
	Whole      bool // a score or a count
}

func single(from, to float64, whole bool) []MeasurePart {
	return []MeasurePart{{From: from, To: to, Whole: whole}}
}

// MeasureKinds are what a clinician types in by hand. The bounds are wide: they refuse what no living
// person has, and judge nobody.
var MeasureKinds = []MeasureKind{
	{"85354-9", "Blood pressure", "mm[Hg]", "vital-signs", []MeasurePart{
		{"8480-6", "Systolic blood pressure", 30, 350, true}, {"8462-4", "Diastolic blood pressure", 10, 250, true}}},
	{"8867-4", "Heart rate", "/min", "vital-signs", single(10, 400, true)},
	{"9279-1", "Respiratory rate", "/min", "vital-signs", single(2, 150, true)},
	{"59408-5", "Oxygen saturation", "%", "vital-signs", single(20, 100, true)},
	{"8310-5", "Body temperature", "Cel", "vital-signs", single(20, 46, false)},
	{"29463-7", "Body weight", "kg", "vital-signs", single(0.2, 700, false)},
	{"8302-2", "Body height", "cm", "vital-signs", single(15, 290, false)},
	{"44261-6", "PHQ-9 total score", "{score}", "survey", single(0, 27, true)},
	{"70274-6", "GAD-7 total score", "{score}", "survey", single(0, 21, true)},
}

// read gives the numbers of what was typed, with a decimal point or comma.
func (k MeasureKind) read(typed []string) ([]float64, error) {
	if len(typed) != len(k.Parts) {
		return nil, badMeasure("missing", "Enter every number")
	}
	numbers := make([]float64, len(typed))
	for i, part := range k.Parts {
		text := clinic.DecimalPoint(typed[i])
		if text == "" {
			return nil, badMeasure("missing", "Enter every number")
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n != n {
			return nil, badMeasure("number", "Enter a number, such as 37.2")
		}
		if n < part.From || n > part.To || part.Whole && n != float64(int64(n)) {
			return nil, badMeasure("range", "Enter a number from "+plainNumber(part.From)+" to "+plainNumber(part.To)+kindOfNumber(part))
		}
		numbers[i] = n
	}
	if k.Code == "85354-9" && numbers[1] >= numbers[0] {
		return nil, badMeasure("order", "The systolic pressure comes first and is the higher one")
	}
	return numbers, nil
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func kindOfNumber(p MeasurePart) string {
	if p.Whole {
		return ", without decimals"
	}
	return ""
}

func badMeasure(code, message string) error {
	return fieldFailure([]*clinic.FieldError{{Field: "values", Code: code, Message: message}})
}

func measureKind(code string) (MeasureKind, error) {
	i := slices.IndexFunc(MeasureKinds, func(k MeasureKind) bool { return k.Code == code })
	if i < 0 {
		return MeasureKind{}, fieldFailure([]*clinic.FieldError{{Field: "code", Code: "unknown", Message: "Choose what was measured"}})
	}
	return MeasureKinds[i], nil
}
