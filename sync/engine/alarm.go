package engine

import (
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/member"
	"farne/sync/seal"
)

var (
	errUninvited = errors.New("its writer is not enrolled")
	errNoKey     = errors.New("sealed with a key that was not given to this seat")
)

// Alarm is something that the remote or another laptop did that must not be. Local work goes on.
type Alarm struct {
	Name   string `json:"name"`   // damaged, missing, rollback, fork, uninvited, diverged, clone, twins …
	Object string `json:"object"` // the object's name, or the compartment's
	Device string `json:"device"` // whose chain, or empty
	What   string `json:"what"`
	Safe   string `json:"safe"`
	Todo   string `json:"todo"`
}

func (a Alarm) key() string { return a.Name + " " + a.Object + " " + a.Device }

func deviceText(id seal.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

const safeHere = "Everything on this laptop is whole, and you can go on reading and writing."

// alarmOf names what is wrong with an object that could not be used.
func alarmOf(object string, device seal.ID, err error) Alarm {
	a := Alarm{Object: object, Device: deviceText(device), Safe: safeHere}
	switch {
	case errors.Is(err, errUninvited):
		a.Name, a.What = "uninvited", "An object in the remote was written by a laptop that nobody enrolled. It was not used."
		a.Todo = "Find out who else can write to the bucket, and change its credentials."
	case errors.Is(err, seal.WrongPractice):
		a.Name, a.What = "foreign", "An object in the remote belongs to another practice. It was not used."
		a.Todo = "Check that this bucket or folder is used by your practice alone."
	case errors.Is(err, seal.NotEnvelope), errors.Is(err, seal.BadName):
		a.Name, a.What = "foreign", "Something in the remote is no object of Farne. It was not used."
		a.Todo = "If nobody of the practice put it there, find out who else can write to the bucket or folder."
	case errors.Is(err, chain.ErrBroken):
		a.Name, a.What = "fork", "A laptop's changes do not follow the ones before them: "+err.Error()+"."
		a.Todo = "Ask who changed the bucket, or copied or restored that laptop. Its later changes wait until then."
	case errors.Is(err, seal.WrongKey), errors.Is(err, errNoKey):
		a.Name, a.What = "unreadable", "An object in the remote is sealed with a key that this laptop does not hold."
		a.Todo = "Sync again later; if it stays, run farne verify."
	default:
		a.Name, a.What = "damaged", "An object in the remote is damaged or was altered. It was not used."
		a.Todo = "Run farne verify --full, and make a backup to a second place."
	}
	return a
}

func missing(object string, device seal.ID) Alarm {
	return Alarm{
		Name: "missing", Object: object, Device: deviceText(device), Safe: safeHere,
		What: "An object that a laptop says it has written is not in the remote.",
		Todo: "Sync again later: it may still be on its way. If it stays, run farne sync on that laptop, then farne verify.",
	}
}

func rollback(object string, device seal.ID, what string) Alarm {
	return Alarm{
		Name: "rollback", Object: object, Device: device.String(), Safe: safeHere,
		What: "The remote shows an older state than this laptop has seen before: " + what + ".",
		Todo: "Ask the storage provider, and who else can write to the bucket. Make a backup to a second place.",
	}
}

func diverged(place string, device seal.ID) Alarm {
	return Alarm{
		Name: "diverged", Object: place, Device: device.String(), Safe: safeHere,
		What: "Two laptops have received the same changes and hold different records.",
		Todo: "Run farne verify --full on both, and keep both laptops until it is clear.",
	}
}

func clone(object string, device seal.ID) Alarm {
	return Alarm{
		Name: "clone", Object: object, Device: device.String(), Safe: safeHere + " Nothing was sent.",
		What: "The remote holds later changes of this very laptop: it was copied, or set back to an older copy.",
		Todo: "Restore this laptop with the recovery kit; what was not sent yet stays here until then.",
	}
}

func twins(place string, device seal.ID, n int) Alarm {
	return Alarm{
		Name: "twins", Object: place, Device: device.String(), Safe: "Both versions are kept and shown.",
		What: fmt.Sprintf("A laptop wrote %d values twice under one time stamp, as only a copied laptop does.", n),
		Todo: "Find out whether that laptop was copied, then decide which values are right.",
	}
}

// forked says with both hashes that two batches stand under one sequence.
func forked(object string, device seal.ID, one, other seal.Hash) Alarm {
	return alarmOf(object, device, fmt.Errorf("%w: two batches under one sequence, %s and %s", chain.ErrBroken, one, other))
}

// ofRecord names what is wrong with a member record. Nobody is let in or out by a record that does not
// count.
func ofRecord(p member.Problem) Alarm {
	a := Alarm{Object: p.Name, Device: deviceText(p.Device), Safe: safeHere + " Nobody was let in by it."}
	if a.Object == "" {
		a.Object = seal.MemberPrefix + p.Record.String()
	}
	switch p.Kind {
	case member.Fork:
		a.Name, a.What = "fork", "A laptop or a person wrote two membership records under one number, as only a copy does."
		a.Todo = "Find out which laptop was copied; the owner settles it with the recovery kit."
	case member.Foreign:
		a.Name, a.What = "foreign", "A membership record in the remote belongs to another practice. It was not used."
		a.Todo = "Check that this bucket or folder is used by your practice alone."
	default:
		a.Name, a.What = "refused", fmt.Sprintf("A membership record in the remote does not count (%s).", p.Kind)
		a.Todo = "Find out who wrote it: who else can write to the bucket, or which administrator."
	}
	return a
}
