package fhir

import (
	"strings"

	"farne/app/interchange/jsondoc"
)

// identityExtensions are the extensions of Patient that say who somebody is or how to reach them.
// They stay with the desk; every other one, known or not, goes to care.
var identityExtensions = set(`
http://hl7.org/fhir/us/core/StructureDefinition/us-core-race
http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity
http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex
http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName
http://hl7.org/fhir/StructureDefinition/patient-birthPlace
http://hl7.org/fhir/StructureDefinition/patient-birthTime
http://hl7.org/fhir/StructureDefinition/patient-citizenship
http://hl7.org/fhir/StructureDefinition/patient-nationality
http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired
https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSex
https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference
https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory`)

// contactTypes are the contained resources that belong to identity and contact.
var contactTypes = set("Practitioner PractitionerRole Organization Location RelatedPerson Patient Endpoint")

// splitLists are the lists of a Patient whose elements may be care's, and which of them stay.
var splitLists = []struct {
	name  string
	stays func(jsondoc.Value) bool
}{
	{"extension", func(v jsondoc.Value) bool { return identityExtensions[v.Get("url").Str()] }},
	{"modifierExtension", func(jsondoc.Value) bool { return false }},
	{"contained", func(v jsondoc.Value) bool { return contactTypes[v.Get("resourceType").Str()] }},
}

// splitPatient parts a Patient in two records. Care's is a Patient with the id and those lists; null
// stands in them where an element stayed with the desk, so that joinPatient restores the order.
func splitPatient(desk Record, patient jsondoc.Value) ([]Record, error) {
	doc, err := jsondoc.Open(patient.Raw())
	if err != nil {
		return nil, err
	}
	desk.Patient, desk.Subjects = desk.RowID, [][16]byte{desk.RowID}
	care := Record{Compartment: "care", RowID: desk.RowID, Patient: desk.RowID, Subjects: desk.Subjects,
		Source: desk.Source, Type: desk.Type, ForeignID: desk.ForeignID}
	clinical := object(member{"resourceType", "Patient"}, member{"id", patient.Get("id").Str()})
	rest, err := jsondoc.Open(clinical)
	if err != nil {
		return nil, err
	}
	for _, list := range splitLists {
		if err := splitList(doc, rest, list.name, list.stays); err != nil {
			return nil, err
		}
	}
	desk.Verbatim, care.Verbatim = doc.Bytes(), rest.Bytes()
	return []Record{desk, care}, nil
}

func splitList(desk, care *jsondoc.Doc, name string, stays func(jsondoc.Value) bool) error {
	list := desk.Root().Get(name)
	if list.Kind() != jsondoc.Array {
		return nil
	}
	var kept, gone [][]byte
	clinical := false
	for _, v := range list.Elements() {
		if stays(v) {
			kept, gone = append(kept, v.Raw()), append(gone, []byte("null"))
			continue
		}
		clinical = true
		gone = append(gone, v.Raw())
	}
	if !clinical {
		return nil
	}
	if err := care.Set(array(gone), jsondoc.Key(name)); err != nil {
		return err
	}
	if len(kept) == 0 {
		return desk.Remove(jsondoc.Key(name))
	}
	return desk.Set(array(kept), jsondoc.Key(name))
}

// joinPatient puts care's part of a Patient back. Elements that the desk has more than when they were
// parted come last.
func joinPatient(desk *jsondoc.Doc, clinical []byte) error {
	care, err := jsondoc.Open(clinical)
	if err != nil {
		return err
	}
	for _, list := range splitLists {
		parted := care.Root().Get(list.name)
		if parted.Kind() != jsondoc.Array {
			continue
		}
		var here, joined [][]byte
		for _, v := range desk.Root().Get(list.name).Elements() {
			here = append(here, v.Raw())
		}
		for _, v := range parted.Elements() {
			switch {
			case v.Kind() != jsondoc.Null:
				joined = append(joined, v.Raw())
			case len(here) > 0:
				joined, here = append(joined, here[0]), here[1:]
			}
		}
		if err := desk.Set(array(append(joined, here...)), jsondoc.Key(list.name)); err != nil {
			return err
		}
	}
	return nil
}

// noteSystem is the identifier system of a note of ours in an export, by its table.
func noteSystem(table string) string { return "urn:farne:" + strings.ReplaceAll(table, "_", "-") }
