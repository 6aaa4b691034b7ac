package engine

import (
	"context"
	"errors"
	"fmt"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
)

// hint is what a device said of one compartment, read in this round.
type hint struct {
	chain.Hint
	compartment seal.ID
	device      seal.ID
	heard       heard
}

// heard is what is remembered of another device's last hint: so that one that did not change is not
// read again, an earlier one that comes back is known for what it is, and a root that contradicts ours
// stays known until one of the two has gone on.
type heard struct {
	_        struct{} `cbor:",toarray"`
	Version  string   // as the listing showed it
	Number   uint64
	Sequence uint64 // of the head that it named
	Frontier seal.Hash
	Root     [32]byte
	Settled  bool // everything that it announces has been applied
}

func heardNote(device seal.ID) string { return "heard hint " + device.String() }

func (e *Engine) lastHeard(ctx context.Context, p Place, device seal.ID) (h heard, err error) {
	return h, recall(ctx, p.Replica, heardNote(device), &h)
}

// recall reads a note that was written with keep; one that is not there leaves the zero value.
func recall(ctx context.Context, r Replica, name string, into any) error {
	noted, err := r.Noted(ctx, name)
	if err != nil || noted == nil {
		return err
	}
	return chain.Unmarshal(noted, into)
}

func keep(ctx context.Context, r Replica, name string, value any) error {
	return r.Note(ctx, name, chain.Marshal(value))
}

// hear lists the hints and opens those that have changed since everything they announce was applied.
func (x *exchange) hear(ctx context.Context) ([]hint, error) {
	listed := map[string]string{} // versions by name
	var names []string
	if err := x.Remote.List(ctx, seal.HintPrefix, "", func(i remote.Info) error {
		names, listed[i.Name] = append(names, i.Name), i.Version
		return nil
	}); err != nil {
		return nil, err
	}
	var hints []hint
	for _, name := range names {
		h, fresh, err := x.open(ctx, name, listed[name])
		if err != nil {
			return nil, err
		}
		if fresh {
			hints = append(hints, h)
		}
	}
	return hints, x.missHints(ctx, listed)
}

// missHints notices hints that stood there once and are gone: another's is waited for, one's own is said
// again.
func (x *exchange) missHints(ctx context.Context, listed map[string]string) error {
	for _, p := range x.Places() {
		for _, device := range x.Members.Devices() {
			name := seal.Name{Kind: seal.Hint, Compartment: p.ID, Device: device}.String()
			_, there := listed[name]
			if device == x.Device {
				x.resay[p.ID] = x.resay[p.ID] || !there
				continue
			}
			h, err := x.lastHeard(ctx, p, device)
			if err != nil {
				return err
			}
			if h.Number == 0 {
				continue
			}
			if err := x.expect(ctx, p, name, device, there); err != nil {
				return err
			}
		}
	}
	return nil
}

// open reads one hint. It is fresh if its place is one of ours, it is another device's, and it does not
// contradict what that device said before.
func (x *exchange) open(ctx context.Context, name, version string) (hint, bool, error) {
	n, err := seal.ParseName(name)
	if err != nil {
		x.alarm(alarmOf(name, seal.ID{}, err))
		return hint{}, false, nil
	}
	p, ours := x.place(n.Compartment)
	if !ours {
		return hint{}, false, nil
	}
	if n.Device == x.Device {
		return hint{}, false, x.mirror(ctx, p, name, version)
	}
	last, err := x.lastHeard(ctx, p, n.Device)
	if err != nil || (last.Settled && last.Version == version) {
		return hint{}, false, err
	}
	number, said, ok, err := x.readHint(ctx, name, n.Device)
	if err != nil || !ok {
		return hint{}, false, err
	}
	if wrong := last.contradicts(number, said); wrong != nil {
		x.alarm(wrong(name, n.Device))
		return hint{}, false, nil
	}
	now := heard{Version: version, Number: number, Sequence: said.Head.Sequence, Frontier: said.FrontierHash, Root: said.Root}
	return hint{said, n.Compartment, n.Device, now}, true, nil
}

// contradicts tells what is wrong with a hint after what the device said before; nil for nothing.
func (h heard) contradicts(number uint64, said chain.Hint) func(object string, device seal.ID) Alarm {
	switch {
	case number < h.Number:
		return func(object string, device seal.ID) Alarm {
			return rollback(object, device, "an earlier hint stands there again")
		}
	case number == h.Number && (said.FrontierHash != h.Frontier || said.Root != h.Root || said.Head.Sequence != h.Sequence):
		return func(object string, device seal.ID) Alarm {
			return alarmOf(object, device, fmt.Errorf("%w: two hints under one number %d", chain.ErrBroken, number))
		}
	case said.Head.Sequence < h.Sequence:
		return func(object string, device seal.ID) Alarm {
			return rollback(object, device, "a laptop names fewer batches than it had")
		}
	}
	return nil
}

// readHint fetches and opens a hint; ok is false for one that cannot be used.
func (x *exchange) readHint(ctx context.Context, name string, device seal.ID) (number uint64, said chain.Hint, ok bool, err error) {
	object, _, err := x.fetch(ctx, name, device)
	if err != nil || object == nil { // listed a moment ago and gone: the next round will tell
		return 0, said, false, err
	}
	x.Received.Bytes += int64(len(object))
	number, said, err = x.openHint(ctx, name, object)
	switch {
	case errors.Is(err, seal.Newer):
		x.Parked++
	case ofObject(err):
		x.alarm(alarmOf(name, device, err))
	case err != nil:
		return 0, said, false, x.trouble(ctx, err)
	default:
		return number, said, true, nil
	}
	return 0, said, false, nil
}

// openHint asks the membership log again for a writer or a key that it does not know: they may be new.
func (x *exchange) openHint(ctx context.Context, name string, object []byte) (uint64, chain.Hint, error) {
	h, err := x.header(name, object)
	if err != nil {
		return 0, chain.Hint{}, err
	}
	reader, err := x.reader(h.Compartment, h.Device, h.KeyID)
	if errors.Is(err, errUninvited) || errors.Is(err, errNoKey) {
		if refreshErr := x.refresh(ctx); refreshErr != nil {
			return 0, chain.Hint{}, refreshErr
		}
		reader, err = x.reader(h.Compartment, h.Device, h.KeyID)
	}
	if err != nil {
		return 0, chain.Hint{}, err
	}
	return chain.OpenHint(reader, name, object)
}
