package clinic

// NoKnownAllergy is SNOMED CT's statement that a patient was asked and has no allergy.
const (
	NoKnownAllergy       = "716186003"
	NoKnownAllergyWords  = "No known allergy"
	NoKnownAllergySystem = snomed
)

// IsNoAllergy tells whether a row of allergies states that there is none, of any or of one kind: the
// title says it, and a list of allergies leaves it out.
func IsNoAllergy(system, code string) bool {
	a := Allergy{System: system, Code: code}
	return a.says(noneKnown) || a.says(partlyNone)
}

// Stands tells whether an allergy counts: it was not refuted, entered in error, inactive or resolved.
func (a Allergy) Stands() bool { return a.stands() }
