package access

import (
	"fmt"
	"time"

	"farne/sync/hlc"
	"farne/sync/seal"
	"farne/sync/state"
)

// Entry is one line of the audit log: who did what, when, from which laptop, about which patient, of
// which kind, under which norm. It is made of ids, codes and numbers only, and is comparable with ==.
type Entry struct {
	ID      state.ID // UUID version 7; what Append is idempotent by
	At      int64    // milliseconds since 1970, by the laptop's clock, which may be wrong
	Offset  int16    // minutes east of UTC on that laptop at that time
	Person  state.ID // zero: nobody is known, such as at a failed sign-in
	Seat    state.ID // zero: nobody has signed in
	Device  seal.ID
	Act     Act
	Kind    Kind
	Patient state.ID // zero: about no one patient
	Norm    NormID   // zero: no norm was asked, or none allows it
	Reason  Reason
	Outcome Outcome
	Detail  Detail
}

// Who acts: a person, their seat and the laptop.
type Who struct {
	Person state.ID
	Seat   state.ID
	Device seal.ID
}

// NewEntry begins an entry of an act that was done; the caller adds what else is known. The zone of
// now is what the entry records as offset.
func NewEntry(now time.Time, who Who, act Act, kind Kind) Entry {
	_, seconds := now.Zone()
	return Entry{
		ID: state.NewID(now), At: min(max(now.UnixMilli(), 0), hlc.MaxMillis-1), Offset: int16(seconds / 60),
		Person: who.Person, Seat: who.Seat, Device: who.Device, Act: act, Kind: kind, Outcome: Done,
	}
}

// Under notes the norm that allowed the act: what Decide answered.
func (e Entry) Under(n Norm) Entry {
	e.Norm = n.ID()
	return e
}

// About notes the patient.
func (e Entry) About(patient state.ID) Entry {
	e.Patient = patient
	return e
}

// Ended notes how the act ended, with a detail or the zero Detail.
func (e Entry) Ended(outcome Outcome, detail Detail) Entry {
	e.Outcome, e.Detail = outcome, detail
	return e
}

// Time is when the act was, in the zone of the laptop at that time.
func (e Entry) Time() time.Time {
	return time.UnixMilli(e.At).In(time.FixedZone("", int(e.Offset)*60))
}

// maxOffset is a bound of time zones, in minutes: 14 hours are in use.
const maxOffset = 18 * 60

// Check refuses what is no entry.
func (e Entry) Check() error {
	switch {
	case e.ID[6]>>4 != 7 || e.ID[8]>>6 != 2:
		return malformed("id")
	case e.At < 0 || e.At >= hlc.MaxMillis:
		return malformed("time")
	case e.Offset < -maxOffset || e.Offset > maxOffset:
		return malformed("offset")
	case e.Device.IsZero():
		return malformed("device")
	case !acts.has(e.Act):
		return malformed("act")
	case !kinds.has(e.Kind):
		return malformed("kind")
	case !reasons.has(e.Reason):
		return malformed("reason")
	case !outcomes.has(e.Outcome):
		return malformed("outcome")
	case !details.has(e.Detail.Code):
		return malformed("detail")
	}
	return nil
}

func malformed(what string) error { return fmt.Errorf("audit entry: malformed %s", what) }

// whileLocked tells whether the entry can arise while nobody has signed in, and so without a signature.
func (e Entry) whileLocked() bool {
	return e.Act == ActAlarm || e.Act == ActSignIn && e.Outcome != Done
}
