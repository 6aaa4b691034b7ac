package access

// Condition is a principle on which information may flow. The caller of Decide establishes which hold.
type Condition uint8

// The conditions.
const (
	CareRelationship Condition = 1 // the patient is in this person's care
	Consent          Condition = 2 // of the patient, not withdrawn, covering this flow
	Notice           Condition = 3 // the patient was told beforehand
	TimeLimit        Condition = 4 // within the hours for which it was opened
	Emergency        Condition = 5 // break glass; a reason goes with it. No default norm allows anything by it
	LegalDuty        Condition = 6
	ApprovedResearch Condition = 7
	Authorship       Condition = 8 // this person wrote it
	Authorisation    Condition = 9 // in writing, by an owner
)

var conditions = vocabulary[Condition]{
	CareRelationship: {"care-relationship", "where the patient is in their care"}, Consent: {"consent", "with the patient's consent"},
	Notice: {"notice", "where the patients were told beforehand"}, TimeLimit: {"time-limit", "within the time it was opened for"},
	Emergency: {"emergency", "in an emergency, with a reason"}, LegalDuty: {"legal-duty", "where the law asks for it"},
	ApprovedResearch: {"approved-research", "for approved research"}, Authorship: {"authorship", "where they are the author"},
	Authorisation: {"authorisation", "with an owner's written authorisation"},
}

func (c Condition) String() string { return conditions.code(c) }

// MarshalText gives the condition's code.
func (c Condition) MarshalText() ([]byte, error) { return []byte(conditions.code(c)), nil }

// UnmarshalText reads the condition's code.
func (c *Condition) UnmarshalText(text []byte) error { return conditions.set(c, text) }

// Article is a lawful basis as records of processing name it. UK and EU GDPR number alike.
type Article string

// The articles that the default norms rest on.
const (
	Art5Accountability Article = "Art. 5(2)"    // being able to show compliance
	Art6Consent        Article = "Art. 6(1)(a)" // consent
	Art6Contract       Article = "Art. 6(1)(b)" // contract with the patient or the worker
	Art6Duty           Article = "Art. 6(1)(c)" // legal obligation
	Art6Interest       Article = "Art. 6(1)(f)" // legitimate interests
	Art9Consent        Article = "Art. 9(2)(a)" // explicit consent
	Art9Claims         Article = "Art. 9(2)(f)" // legal claims, courts
	Art9Care           Article = "Art. 9(2)(h)" // health care by those bound to secrecy; UK: with DPA 2018, Sch. 1, para. 2
	Art9Research       Article = "Art. 9(2)(j)" // research
	Art15Access        Article = "Art. 15"
	Art17Erasure       Article = "Art. 17"
	Art20Portability   Article = "Art. 20"
	Art28Processor     Article = "Art. 28"
	Art32Security      Article = "Art. 32"
	Art33Breach        Article = "Art. 33"
	Art89Safeguards    Article = "Art. 89" // safeguards for research
)

// Subject is whom the information is about.
type Subject string

// The subjects.
const (
	AboutPatient  Subject = "patient"
	AboutStaff    Subject = "staff" // the people of the practice
	AboutPractice Subject = "practice"
)
