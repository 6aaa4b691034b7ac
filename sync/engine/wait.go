package engine

import (
	"context"
	"encoding/binary"
	"time"

	"farne/sync/seal"
)

// A read of a remote may lag behind, and a folder may travel: what is missing is an alarm only when it
// was missing in two rounds, and for this long.
const patience = 10 * time.Minute

func waitNote(object string) string { return "missing " + object }

// expect remembers since when an object is missing, and forgets it when it is there.
func (x *exchange) expect(ctx context.Context, p Place, object string, device seal.ID, there bool) error {
	noted, err := p.Replica.Noted(ctx, waitNote(object))
	if err != nil {
		return err
	}
	if there {
		if noted == nil {
			return nil
		}
		return p.Replica.Note(ctx, waitNote(object), nil)
	}
	now := x.Now()
	if len(noted) != 8 || now.UnixMilli() < int64(binary.BigEndian.Uint64(noted)) { // new, or the clock went back
		x.Waiting = append(x.Waiting, Wait{object, deviceText(device), now.UTC()})
		return p.Replica.Note(ctx, waitNote(object), binary.BigEndian.AppendUint64(nil, uint64(now.UnixMilli())))
	}
	since := time.UnixMilli(int64(binary.BigEndian.Uint64(noted))).UTC()
	if now.Sub(since) < patience {
		x.Waiting = append(x.Waiting, Wait{object, deviceText(device), since})
		return nil
	}
	x.alarm(missing(object, device))
	return nil
}
