package fhir

// compartments of the types that are not care's.
var compartments = map[string]string{
	"Practitioner": "practice", "PractitionerRole": "practice", "Organization": "practice", "OrganizationAffiliation": "practice",
	"Location": "practice", "HealthcareService": "practice", "Endpoint": "practice",
	"Patient": "desk", "RelatedPerson": "desk", "Appointment": "desk", "AppointmentResponse": "desk", "Consent": "desk",
	"Schedule": "desk", "Slot": "desk",
}

// compartmentOf is the compartment that a type belongs to, for ever. What is not plainly the
// practice's or the desk's is care's: Claim and ExplanationOfBenefit name diagnoses.
func compartmentOf(typ string) string {
	if c, ok := compartments[typ]; ok {
		return c
	}
	return "care"
}

// TableOf is the table of a resource type, and the compartment; table "" if only the verbatim copy is
// kept.
func TableOf(typ string) (table, compartment string) {
	if spec := specs[typ]; spec != nil {
		table = spec.table
	}
	return table, compartmentOf(typ)
}
