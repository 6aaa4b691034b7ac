package clinic

// Coded is a code of FHIR R4 and the words a clinician reads for it.
type Coded struct{ Code, Words string }

// ValueSet is the codes that a column may hold, in the order of a list box. The words are English;
// the window translates them by code.
type ValueSet []Coded

// Words are the words for a code; empty when the set does not have it.
func Words(set ValueSet, code string) string {
	for _, c := range set {
		if c.Code == code {
			return c.Words
		}
	}
	return ""
}

// The value sets that the window shows. Each is the required or example binding of FHIR R4 for the
// column, with entered-in-error last.
var (
	Genders = ValueSet{{"female", "Female"}, {"male", "Male"}, {"other", "Other"}, {"unknown", "Not known"}}

	EncounterStatuses = ValueSet{{"planned", "Planned"}, {"arrived", "Arrived"}, {"triaged", "Triaged"},
		{"in-progress", "In progress"}, {"onleave", "On leave"}, {"finished", "Finished"}, {"cancelled", "Cancelled"},
		{"unknown", "Not known"}, {"entered-in-error", "Entered in error"}}

	EncounterClasses = ValueSet{{"AMB", "In the clinic"}, {"VR", "By phone or video"}, {"HH", "At home"},
		{"EMER", "Emergency"}, {"IMP", "In hospital"}, {"ACUTE", "In hospital, acute"}, {"SS", "Short stay"},
		{"OBSENC", "Under observation"}, {"FLD", "In the field"}, {"PRENC", "Before admission"}}

	ConditionClinical = ValueSet{{"active", "Active"}, {"recurrence", "Came back"}, {"relapse", "Relapse"},
		{"inactive", "Inactive"}, {"remission", "In remission"}, {"resolved", "Resolved"}}

	ConditionVerification = ValueSet{{"confirmed", "Confirmed"}, {"provisional", "Provisional"},
		{"differential", "One of several possible"}, {"unconfirmed", "Not confirmed"}, {"refuted", "Ruled out"},
		{"entered-in-error", "Entered in error"}}

	AllergyClinical = ValueSet{{"active", "Active"}, {"inactive", "Inactive"}, {"resolved", "Resolved"}}

	AllergyVerification = ValueSet{{"confirmed", "Confirmed"}, {"unconfirmed", "Not confirmed"},
		{"refuted", "Ruled out"}, {"entered-in-error", "Entered in error"}}

	AllergyCategories = ValueSet{{"medication", "Medicine"}, {"food", "Food"}, {"environment", "Surroundings"},
		{"biologic", "Biological substance"}}

	AllergyCriticalities = ValueSet{{"high", "High risk"}, {"low", "Low risk"}, {"unable-to-assess", "Risk cannot be assessed"}}

	ReactionSeverities = ValueSet{{"severe", "Severe"}, {"moderate", "Moderate"}, {"mild", "Mild"}}

	MedicationRequestStatuses = ValueSet{{"active", "Active"}, {"on-hold", "On hold"}, {"completed", "Completed"},
		{"stopped", "Stopped"}, {"cancelled", "Cancelled"}, {"draft", "Draft"}, {"unknown", "Not known"},
		{"entered-in-error", "Entered in error"}}

	MedicationIntents = ValueSet{{"order", "Prescribed"}, {"original-order", "First prescription"},
		{"reflex-order", "Automatic prescription"}, {"filler-order", "Dispenser's order"}, {"instance-order", "Single dose"},
		{"option", "Option"}, {"plan", "Planned"}, {"proposal", "Proposed"}}

	MedicationStatementStatuses = ValueSet{{"active", "Taking"}, {"on-hold", "On hold"}, {"completed", "Finished"},
		{"stopped", "Stopped"}, {"not-taken", "Not taken"}, {"intended", "Will take"}, {"unknown", "Not known"},
		{"entered-in-error", "Entered in error"}}

	ImmunizationStatuses = ValueSet{{"completed", "Given"}, {"not-done", "Not given"}, {"entered-in-error", "Entered in error"}}

	ObservationStatuses = ValueSet{{"final", "Final"}, {"preliminary", "Preliminary"}, {"registered", "Awaited"},
		{"amended", "Amended"}, {"corrected", "Corrected"}, {"cancelled", "Cancelled"}, {"unknown", "Not known"},
		{"entered-in-error", "Entered in error"}}

	ObservationCategories = ValueSet{{"vital-signs", "Vital signs"}, {"laboratory", "Laboratory"}, {"exam", "Examination"},
		{"imaging", "Imaging"}, {"procedure", "Procedure"}, {"survey", "Questionnaire"}, {"social-history", "Social history"},
		{"therapy", "Therapy"}, {"activity", "Activity"}}

	ProcedureStatuses = ValueSet{{"completed", "Done"}, {"in-progress", "In progress"}, {"preparation", "In preparation"},
		{"on-hold", "On hold"}, {"stopped", "Stopped"}, {"not-done", "Not done"}, {"unknown", "Not known"},
		{"entered-in-error", "Entered in error"}}

	ReportStatuses = ValueSet{{"final", "Final"}, {"preliminary", "Preliminary"}, {"partial", "Partial"},
		{"registered", "Awaited"}, {"amended", "Amended"}, {"corrected", "Corrected"}, {"appended", "Added to"},
		{"cancelled", "Cancelled"}, {"unknown", "Not known"}, {"entered-in-error", "Entered in error"}}

	DocumentStatuses = ValueSet{{"current", "Current"}, {"superseded", "Replaced"}, {"entered-in-error", "Entered in error"}}

	AppointmentStatuses = ValueSet{{"booked", "Booked"}, {"arrived", "Arrived"}, {"checked-in", "Checked in"},
		{"fulfilled", "Seen"}, {"noshow", "Did not come"}, {"cancelled", "Cancelled"}, {"proposed", "Proposed"},
		{"pending", "Awaiting answer"}, {"waitlist", "Waiting list"}, {"entered-in-error", "Entered in error"}}
)

// valueSets finds the set of a column.
var valueSets = map[string]ValueSet{
	"patient.sex": Genders, "appointment.status": AppointmentStatuses,
	"encounter.status": EncounterStatuses, "encounter.class": EncounterClasses,
	"condition.clinical_status": ConditionClinical, "condition.verification_status": ConditionVerification,
	"allergy_intolerance.clinical_status": AllergyClinical, "allergy_intolerance.verification_status": AllergyVerification,
	"allergy_intolerance.category": AllergyCategories, "allergy_intolerance.criticality": AllergyCriticalities,
	"allergy_intolerance.severity": ReactionSeverities,
	"medication_request.status":    MedicationRequestStatuses, "medication_request.intent": MedicationIntents,
	"medication_statement.status": MedicationStatementStatuses, "immunization.status": ImmunizationStatuses,
	"observation.status": ObservationStatuses, "observation.category": ObservationCategories,
	"procedure.status": ProcedureStatuses, "diagnostic_report.status": ReportStatuses,
	"document_reference.status": DocumentStatuses,
}

// ValueSetOf is the set of a column, or nil where any text may stand.
func ValueSetOf(table, column string) ValueSet { return valueSets[table+"."+column] }
