package access

import "slices"

// What the default norms say often.
var (
	theRecord  = []Party{Practice}
	patients   = []Party{Patient}
	owners     = []Party{Owner}
	clinicians = []Party{Clinician}
	frontDesk  = []Party{FrontDesk}
	billing    = []Party{Billing}
	auditors   = []Party{Auditor, Owner}
	staff      = []Party{Owner, Clinician, FrontDesk, Billing, Auditor}
	everyone   = []Party{Owner, Clinician, FrontDesk, Billing, Auditor, Support}

	deskKinds = []Kind{KindIdentity, KindAppointments, KindConsent, KindOfficeDocuments}
	careKinds = []Kind{KindClinicalRecord, KindSessionNote, KindMeasures, KindDocuments}

	directCare = []Article{Art6Contract, Art9Care}
	running    = []Article{Art6Interest}
)

// DefaultNorms are the rules that a small therapy or general practice begins with. The owner may
// change them; their names stay, because the audit log refers to them.
func DefaultNorms() Norms {
	return slices.Concat(careNorms(), deskNorms(), billingNorms(), practiceNorms(), oversightNorms())
}

// careNorms let clinicians look after patients, and give what they know to others on the patient's or
// the law's terms.
func careNorms() Norms {
	inCare := []Condition{CareRelationship}
	return Norms{
		{Name: "clinician-finds-patient", Senders: theRecord, Recipients: clinicians, Subject: AboutPatient, Kinds: deskKinds, Acts: []Act{ActView},
			Basis: directCare, Words: "Clinicians find every patient of the practice, with contact details, appointments and consents."},
		{Name: "clinician-keeps-desk", Senders: clinicians, Recipients: theRecord, Subject: AboutPatient, Kinds: deskKinds,
			Acts: []Act{ActCreate, ActChange, ActDelete, ActRestore}, Basis: directCare,
			Words: "Clinicians register patients, keep their details and consents right and make appointments."},
		{Name: "clinician-reads-care", Senders: theRecord, Recipients: clinicians, Subject: AboutPatient, Kinds: careKinds, Acts: []Act{ActView},
			Conditions: inCare, Basis: directCare, Words: "Clinicians read the clinical record of patients in their care."},
		{Name: "clinician-writes-care", Senders: clinicians, Recipients: theRecord, Subject: AboutPatient, Kinds: careKinds,
			Acts: []Act{ActCreate, ActChange, ActSign, ActDelete, ActRestore}, Conditions: inCare, Basis: directCare,
			Words: "Clinicians write and sign the clinical record of patients in their care."},
		{Name: "author-reads-private-note", Senders: theRecord, Recipients: clinicians, Subject: AboutPatient, Kinds: []Kind{KindPrivateNote},
			Acts: []Act{ActView}, Conditions: []Condition{Authorship}, Basis: directCare, Words: "Private notes are read by their author and nobody else."},
		{Name: "author-writes-private-note", Senders: clinicians, Recipients: theRecord, Subject: AboutPatient, Kinds: []Kind{KindPrivateNote},
			Acts: []Act{ActCreate, ActChange, ActDelete}, Conditions: []Condition{Authorship}, Basis: directCare,
			Words: "Clinicians keep private notes apart from the record."},
		{Name: "clinician-imports", Senders: clinicians, Recipients: theRecord, Subject: AboutPatient, Kinds: []Kind{KindWholeRecord}, Acts: []Act{ActImport},
			Basis: directCare, Words: "Clinicians take records over from another system."},
		{Name: "clinician-prints-for-patient", Senders: clinicians, Recipients: patients, Subject: AboutPatient, Kinds: slices.Concat(deskKinds, careKinds),
			Acts: []Act{ActPrint}, Conditions: inCare, Basis: directCare, Words: "Clinicians print letters and copies for patients in their care."},
		{Name: "clinician-answers-request", Senders: clinicians, Recipients: patients, Subject: AboutPatient, Kinds: slices.Concat(deskKinds, careKinds),
			Acts: []Act{ActExport}, Conditions: inCare, Basis: []Article{Art6Duty, Art9Care, Art15Access, Art20Portability},
			Words: "Clinicians give patients in their care who ask for it their own record as a file."},
		{Name: "clinician-refers", Senders: clinicians, Recipients: []Party{Professional}, Subject: AboutPatient,
			Kinds: []Kind{KindIdentity, KindClinicalRecord, KindMeasures, KindDocuments, KindSessionNote}, Acts: []Act{ActShare, ActExport, ActPrint},
			Conditions: []Condition{CareRelationship, Consent}, Basis: []Article{Art6Consent, Art9Consent, Art9Care},
			Words: "With the patient's consent, clinicians give parts of the record to others who treat the patient."},
		{Name: "clinician-discloses", Senders: clinicians, Recipients: []Party{Authority}, Subject: AboutPatient, Kinds: slices.Concat(deskKinds, careKinds),
			Acts: []Act{ActShare}, Conditions: []Condition{LegalDuty}, Basis: []Article{Art6Duty, Art9Claims},
			Words: "Clinicians give a court or an authority what the law obliges them to."},
		{Name: "clinician-research", Senders: clinicians, Recipients: []Party{Researcher}, Subject: AboutPatient,
			Kinds: []Kind{KindClinicalRecord, KindMeasures}, Acts: []Act{ActShare}, Conditions: []Condition{Consent, ApprovedResearch},
			Basis: []Article{Art6Consent, Art9Research, Art89Safeguards},
			Words: "Pseudonymised data goes to research that is approved and that the patient agreed to."},
	}
}

// deskNorms let the front desk, and an owner who stands in for it, receive patients.
func deskNorms() Norms {
	desk := []Party{FrontDesk, Owner}
	return Norms{
		{Name: "desk-sees-patients", Senders: theRecord, Recipients: desk, Subject: AboutPatient, Kinds: deskKinds, Acts: []Act{ActView},
			Basis: directCare, Words: "The front desk sees who the patients are, their appointments, consents and administrative papers."},
		{Name: "desk-keeps-patients", Senders: desk, Recipients: theRecord, Subject: AboutPatient, Kinds: deskKinds,
			Acts: []Act{ActCreate, ActChange}, Basis: directCare,
			Words: "The front desk registers patients, keeps their details right and makes appointments."},
		{Name: "desk-clears-diary", Senders: desk, Recipients: theRecord, Subject: AboutPatient,
			Kinds: []Kind{KindAppointments, KindOfficeDocuments}, Acts: []Act{ActDelete}, Basis: directCare,
			Words: "The front desk removes appointments and administrative papers that were made by mistake."},
		{Name: "owner-removes-and-brings-back", Senders: owners, Recipients: theRecord, Subject: AboutPatient, Kinds: deskKinds,
			Acts: []Act{ActDelete, ActRestore}, Basis: directCare,
			Words: "Owners remove patients entered by mistake, and bring back what was removed."},
		{Name: "desk-prints-for-patient", Senders: desk, Recipients: patients, Subject: AboutPatient,
			Kinds: slices.Concat(deskKinds, []Kind{KindBilling}), Acts: []Act{ActPrint}, Basis: directCare,
			Words: "The front desk prints appointment letters, forms and receipts for patients."},
	}
}

// billingNorms let invoices be written and paid; they reach no clinical information.
func billingNorms() Norms {
	payment := []Article{Art6Contract, Art6Duty, Art9Care}
	return Norms{
		{Name: "billing-finds-patient", Senders: theRecord, Recipients: billing, Subject: AboutPatient, Kinds: []Kind{KindIdentity, KindAppointments},
			Acts: []Act{ActView}, Basis: payment, Words: "Billing sees whom to invoice, and for which appointments."},
		{Name: "billing-is-seen", Senders: theRecord, Recipients: []Party{Billing, FrontDesk, Owner}, Subject: AboutPatient, Kinds: []Kind{KindBilling},
			Acts: []Act{ActView}, Basis: payment, Words: "Billing, the front desk and owners see invoices and payments."},
		{Name: "billing-is-kept", Senders: []Party{Billing, Owner}, Recipients: theRecord, Subject: AboutPatient, Kinds: []Kind{KindBilling},
			Acts: []Act{ActCreate, ActChange, ActSign}, Basis: payment, Words: "Billing and owners write invoices, credit notes and payments."},
		{Name: "desk-takes-payment", Senders: frontDesk, Recipients: theRecord, Subject: AboutPatient, Kinds: []Kind{KindBilling}, Acts: []Act{ActCreate},
			Basis: payment, Words: "The front desk enters payments."},
		{Name: "billing-sends-invoice", Senders: []Party{Billing, Owner}, Recipients: patients, Subject: AboutPatient, Kinds: []Kind{KindBilling},
			Acts: []Act{ActPrint, ActShare}, Basis: payment, Words: "Patients are given their invoices and statements."},
		{Name: "billing-to-accountant", Senders: []Party{Billing, Owner}, Recipients: []Party{Accountant}, Subject: AboutPatient, Kinds: []Kind{KindBilling},
			Acts: []Act{ActExport}, Conditions: []Condition{Notice}, Basis: []Article{Art6Duty, Art28Processor},
			Words: "The accountant is given the books, if the privacy notice says so."},
	}
}

// practiceNorms let people work here at all, and owners run the practice.
func practiceNorms() Norms {
	settings := []Kind{KindPracticeSettings, KindPeople, KindNorms}
	copies := []Kind{KindSealedCopies}
	return Norms{
		{Name: "everyone-signs-in", Senders: theRecord, Recipients: everyone, Subject: AboutStaff, Kinds: []Kind{KindOwnAccount},
			Acts: []Act{ActView, ActSignIn, ActSignOut}, Basis: running, Words: "Everybody signs in as themselves."},
		{Name: "everyone-keeps-own-account", Senders: everyone, Recipients: theRecord, Subject: AboutStaff, Kinds: []Kind{KindOwnAccount},
			Acts: []Act{ActChange}, Basis: running, Words: "Everybody sets their own password and preferences."},
		{Name: "staff-see-practice", Senders: theRecord, Recipients: staff, Subject: AboutPractice, Kinds: settings, Acts: []Act{ActView},
			Basis: running, Words: "Everybody who works here sees the settings, who works here, and these rules."},
		{Name: "owner-runs-practice", Senders: owners, Recipients: theRecord, Subject: AboutPractice, Kinds: settings,
			Acts: []Act{ActCreate, ActChange, ActDelete, ActAdminister}, Basis: running, Words: "Owners change the settings, people's roles and these rules."},
		{Name: "staff-see-keys", Senders: theRecord, Recipients: staff, Subject: AboutPractice, Kinds: []Kind{KindKeysAndStorage},
			Acts: []Act{ActView, ActVerify}, Basis: []Article{Art32Security}, Words: "Everybody sees which laptops there are and how storage and backups are."},
		{Name: "owner-keeps-keys", Senders: owners, Recipients: theRecord, Subject: AboutPractice, Kinds: []Kind{KindKeysAndStorage},
			Acts: []Act{ActCreate, ActChange, ActDelete, ActAdminister}, Basis: []Article{Art32Security},
			Words: "Owners invite and revoke laptops, renew keys and choose the storage."},
		{Name: "staff-store-copies", Senders: staff, Recipients: []Party{StorageProvider}, Subject: AboutPatient, Kinds: copies,
			Acts: []Act{ActSync, ActBackup}, Basis: []Article{Art28Processor, Art32Security},
			Words: "Every laptop keeps encrypted copies at the storage provider, who cannot read them."},
		{Name: "staff-check-copies", Senders: []Party{StorageProvider}, Recipients: staff, Subject: AboutPatient, Kinds: copies, Acts: []Act{ActVerify},
			Basis: []Article{Art32Security}, Words: "Everybody can have the encrypted copies checked."},
		{Name: "owner-restores", Senders: owners, Recipients: theRecord, Subject: AboutPatient, Kinds: []Kind{KindSealedCopies, KindWholeRecord},
			Acts: []Act{ActRestore}, Basis: []Article{Art32Security}, Words: "Owners bring the record back from a backup."},
		{Name: "owner-takes-record", Senders: owners, Recipients: owners, Subject: AboutPatient, Kinds: []Kind{KindWholeRecord}, Acts: []Act{ActExport},
			Basis: []Article{Art6Duty, Art9Care}, Words: "Owners take the record along to another system, as far as their own keys reach."},
		{Name: "owner-answers-request", Senders: owners, Recipients: patients, Subject: AboutPatient,
			Kinds: slices.Concat(deskKinds, []Kind{KindBilling}), Acts: []Act{ActExport}, Conditions: []Condition{LegalDuty},
			Basis: []Article{Art6Duty, Art9Care, Art15Access, Art20Portability}, Words: "A patient who asks for what the desk holds about them is given it."},
		{Name: "owner-erases", Senders: owners, Recipients: theRecord, Subject: AboutPatient, Kinds: []Kind{KindWholeRecord}, Acts: []Act{ActDelete},
			Conditions: []Condition{LegalDuty}, Basis: []Article{Art6Duty, Art17Erasure}, Words: "Owners erase a patient whose right to that has been established."},
	}
}

// oversightNorms let the log be read by those who must, and support see what an owner opens to it.
func oversightNorms() Norms {
	log := []Kind{KindAuditLog}
	shown := []Article{Art5Accountability, Art6Duty, Art32Security}
	return Norms{
		{Name: "auditor-reads-log", Senders: theRecord, Recipients: auditors, Subject: AboutStaff, Kinds: log, Acts: []Act{ActView, ActVerify},
			Basis: shown, Words: "Auditors and owners read and check who did what, when and why."},
		{Name: "clinician-reads-log", Senders: theRecord, Recipients: clinicians, Subject: AboutStaff, Kinds: log, Acts: []Act{ActView, ActVerify},
			Conditions: []Condition{CareRelationship}, Basis: shown, Words: "Clinicians see who has looked at the record of a patient in their care."},
		{Name: "auditor-finds-patient", Senders: theRecord, Recipients: []Party{Auditor}, Subject: AboutPatient, Kinds: []Kind{KindIdentity}, Acts: []Act{ActView},
			Basis: shown, Words: "Auditors see which patient an entry of the log is about."},
		{Name: "auditor-reports", Senders: auditors, Recipients: []Party{Patient, Authority}, Subject: AboutStaff, Kinds: log,
			Acts: []Act{ActExport, ActPrint}, Conditions: []Condition{LegalDuty}, Basis: []Article{Art6Duty, Art15Access, Art33Breach},
			Words: "Patients who ask, and authorities after a breach, are told who had access."},
		{Name: "support-helps", Senders: theRecord, Recipients: []Party{Support}, Subject: AboutPractice,
			Kinds: []Kind{KindPracticeSettings, KindKeysAndStorage}, Acts: []Act{ActView, ActVerify},
			Conditions: []Condition{Authorisation, TimeLimit}, Basis: []Article{Art28Processor, Art32Security},
			Words: "Support sees settings and storage for the hours that an owner opens in writing, and nothing about patients."},
	}
}
