// Package fhir takes FHIR R4 in and gives it out again.
//
// In: Inspect reads a file once and says whether it can be taken over as a whole; Reader then gives
// its resources one by one, and Mapper makes of each the rows it becomes. Both passes need memory for
// one resource, however large the file is.
//
// Out: Exporter lays a row's columns over the verbatim copy it came with, or makes a minimal resource
// of a row that never was imported; NewBundleWriter and NewLineWriter write the resources down.
//
// The rule behind both is that nothing is lost. A row keeps the whole resource, byte for byte but for
// white space, beside the few columns that Farne shows. A column that nobody has changed changes
// nothing in the resource; one that was changed changes its own element only.
//
// Beware: what Reader and Mapper hand out shares memory with the reader and is valid until its next
// Next. No error holds a patient's data, but file names often do.
package fhir
