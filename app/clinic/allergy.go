package clinic

// AllergyTitle is the heading over a patient's allergies: exactly one of four (NHS CUI PAB-0064).
type AllergyTitle string

// The four titles. "Not asked" is not "none", and "could not be read" is neither.
const (
	KnownAllergies       AllergyTitle = "Known allergies"
	NoKnownAllergies     AllergyTitle = "No known allergies"
	AllergiesNotRecorded AllergyTitle = "Allergies not recorded"
	AllergiesUnavailable AllergyTitle = "Allergies unavailable"
)

// Allergy is what the title needs of a row of allergy_intolerance. A column with two live versions is
// given as two Allergies, so that the graver one counts until somebody has decided.
type Allergy struct{ System, Code, Clinical, Verification string }

const snomed = "http://snomed.info/sct"

// noneKnown are SNOMED CT's statements that there is no allergy of any kind. Statements about one
// kind ("no known drug allergy", 409137002) are not enough for the title.
var noneKnown = map[string]bool{"716186003": true, "160244002": true}

// partlyNone are the statements about one kind; they are no allergy either.
var partlyNone = map[string]bool{"409137002": true, "428607008": true, "429625007": true, "428197003": true}

// TitleOfAllergies chooses the title. Readable is false when the rows could not be read: the
// compartment is closed, damaged or not yet here. An allergy counts unless it was refuted, entered in
// error, or is stated to be inactive or resolved; whatever is missing or unknown counts as active.
func TitleOfAllergies(rows []Allergy, readable bool) AllergyTitle {
	if !readable {
		return AllergiesUnavailable
	}
	none := false
	for _, a := range rows {
		switch {
		case !a.stands():
		case a.says(noneKnown):
			none = true
		case a.says(partlyNone):
		default:
			return KnownAllergies
		}
	}
	if none {
		return NoKnownAllergies
	}
	return AllergiesNotRecorded
}

func (a Allergy) stands() bool {
	if a.Verification == "refuted" || a.Verification == "entered-in-error" {
		return false
	}
	return a.Clinical != "inactive" && a.Clinical != "resolved"
}

// says tells whether the row is one of these SNOMED CT statements; a missing system is taken for it.
func (a Allergy) says(statements map[string]bool) bool {
	return (a.System == snomed || a.System == "") && statements[a.Code]
}
