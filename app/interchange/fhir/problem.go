package fhir

import (
	"fmt"

	"farne/sync/failure"
)

// Problem is why a file was refused and where. Offset counts bytes from the file's beginning, of the
// unpacked text where the file is compressed; Line counts from 1. Why is words for people and never
// holds any of the file.
type Problem struct {
	File   string
	Line   int64
	Offset int64
	Why    string
}

func (p *Problem) Error() string {
	return fmt.Sprintf("%s, line %d (byte %d): %s", p.File, p.Line, p.Offset, p.Why)
}

// failed makes of a problem the failure that people read: a *failure.Error with code bad_input whose
// chain holds the Problem and, where there is one, the cause.
func failed(p *Problem, cause error) error {
	var err error = p
	if cause != nil {
		err = fmt.Errorf("%w: %w", p, cause)
	}
	return failure.Wrap(err, failure.BadInput,
		fmt.Sprintf("%s cannot be imported: %s (line %d). Nothing of this file was taken over.", p.File, p.Why, p.Line),
		"Ask for the file again from where it comes, or correct it, and import it once more.")
}
