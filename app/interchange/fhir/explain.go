package fhir

import (
	"errors"
	"fmt"

	"farne/app/interchange/jsondoc"
)

// placed is an error that knows its offset in the unread text.
type placed struct {
	ahead int
	why   string
}

func (p *placed) Error() string { return p.why }

// wrong is what is wrong with what stands right here.
func wrong(format string, args ...any) error { return &placed{0, fmt.Sprintf(format, args...)} }

func (r *Reader) explain(err error) error {
	ahead := 0
	var syntax *jsondoc.SyntaxError
	var place *placed
	why := firstWords(err)
	switch {
	case errors.As(err, &syntax):
		ahead, why = syntax.Offset, "it is not JSON as FHIR has it: "+syntax.Why
	case errors.As(err, &place):
		ahead = place.ahead
	}
	r.in.at = min(r.in.at+ahead, r.in.end)
	p := &Problem{File: r.name, Line: r.in.line(), Offset: r.in.offset(), Why: why}
	return failed(p, err)
}

// firstWords are an error's own words without those of its cause, which may name a path or worse.
func firstWords(err error) string {
	for _, known := range []error{errCutOff, errBomb, errDamaged, errBlank, errChanged, errNotOpened} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return err.Error()
}
