package fhir

import (
	"strings"

	"farne/app/interchange/jsondoc"
)

// r4 are the resource types of FHIR R4 and R4B.
var r4 = set(`Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic
Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem
ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication CommunicationRequest
CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement
DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest
EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit
FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy Immunization
ImmunizationEvaluation ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List
Location Measure MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge
MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication
MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured
MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition
MessageHeader MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition
OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation Person
PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse RelatedPerson
RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition
StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein
SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task
TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription
AdministrableProductDefinition Citation ClinicalUseDefinition EvidenceReport Ingredient ManufacturedItemDefinition
MedicinalProductDefinition NutritionProduct PackagedProductDefinition RegulatedAuthorization SubscriptionStatus
SubscriptionTopic SubstanceDefinition`)

// older and newer are types that only other versions have.
var (
	older = set(`BodySite Conformance DataElement DeviceComponent DeviceUseRequest DiagnosticOrder EligibilityRequest
EligibilityResponse ExpansionProfile ImagingExcerpt ImagingManifest ImagingObjectSelection MedicationOrder Order
OrderResponse ProcedureRequest ProcessRequest ProcessResponse ReferralRequest Sequence ServiceDefinition`)
	newer = set(`ActorDefinition ArtifactAssessment BiologicallyDerivedProductDispense ConditionDefinition DeviceAlert
DeviceAssociation DeviceDispense DeviceUsage EncounterHistory FormularyItem GenomicStudy ImagingSelection InsuranceProduct
InventoryItem InventoryReport MolecularDefinition NutritionIntake Permission PersonalRelationship RequestOrchestration
Requirements TestPlan Transport`)
)

// tell is an element that R4 does not have, or not of this kind, and another version has.
type tell struct {
	element string
	kind    jsondoc.Kind
	version string
}

const (
	stu3 = "STU3 or DSTU2"
	r5   = "R5 or later"
)

// tells are the commonest differences in what Farne reads into columns. Reading such a resource as R4
// would lose them from sight without a word.
var tells = map[string][]tell{
	"AllergyIntolerance": {{"clinicalStatus", jsondoc.String, stu3}, {"status", jsondoc.String, stu3},
		{"substance", jsondoc.Object, stu3}, {"type", jsondoc.Object, r5}},
	"Condition": {{"clinicalStatus", jsondoc.String, stu3}, {"context", jsondoc.Object, stu3}, {"patient", jsondoc.Object, stu3},
		{"participant", jsondoc.Array, r5}},
	"DiagnosticReport":    {{"context", jsondoc.Object, stu3}, {"codedDiagnosis", jsondoc.Array, stu3}},
	"DocumentReference":   {{"class", jsondoc.Object, stu3}, {"indexed", jsondoc.String, stu3}, {"context", jsondoc.Array, r5}},
	"Encounter":           {{"class", jsondoc.String, stu3}, {"reason", jsondoc.Array, "another version"}, {"class", jsondoc.Array, r5}, {"actualPeriod", jsondoc.Object, r5}},
	"Immunization":        {{"notGiven", jsondoc.Bool, stu3}, {"date", jsondoc.String, stu3}, {"reported", jsondoc.Bool, stu3}},
	"MedicationRequest":   {{"context", jsondoc.Object, stu3}, {"medication", jsondoc.Object, r5}},
	"MedicationStatement": {{"taken", jsondoc.String, stu3}, {"medication", jsondoc.Object, r5}},
	"Observation":         {{"context", jsondoc.Object, stu3}, {"related", jsondoc.Array, stu3}, {"comments", jsondoc.String, stu3}, {"instantiatesReference", jsondoc.Object, r5}},
	"Patient":             {{"animal", jsondoc.Object, stu3}, {"careProvider", jsondoc.Array, stu3}},
	"Procedure":           {{"context", jsondoc.Object, stu3}, {"notDone", jsondoc.Bool, stu3}, {"occurrencePeriod", jsondoc.Object, r5}, {"occurrenceDateTime", jsondoc.String, r5}},
}

// checkVersion refuses what R4 does not know.
func checkVersion(kind string, v jsondoc.Value) error {
	switch {
	case r4[kind]:
	case older[kind]:
		return wrong("a resource is of FHIR %s; Farne reads R4", stu3)
	case newer[kind]:
		return wrong("a resource is of FHIR %s; Farne reads R4", r5)
	default:
		return wrong("a resource has a type that FHIR R4 does not have")
	}
	for _, t := range tells[kind] {
		if v.Get(t.element).Kind() == t.kind {
			return wrong("a resource is of FHIR %s; Farne reads R4", t.version)
		}
	}
	return nil
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
