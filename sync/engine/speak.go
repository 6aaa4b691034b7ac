package engine

import (
	"context"
	"crypto/md5" // #nosec G501 -- S3 makes ETags with it; nothing is trusted for it
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"farne/sync/chain"
	"farne/sync/remote"
	"farne/sync/seal"
)

// said is what this device said last of a compartment.
type said struct {
	_         struct{} `cbor:",toarray"`
	Number    uint64   // taken: a hint that may have left never shares it with another
	Confirmed uint64   // the last number of which the remote has answered that it stands
	Frontier  seal.Hash
	Root      [32]byte
	Sequence  uint64    // of the own head that it named
	Members   seal.Hash // over the membership heads that it named
	At        int64     // milliseconds since 1970
	// Versions under which a listing may show the hint: SHA-256 in a folder, MD5 as the ETag of most
	// buckets, and whatever else it was seen under.
	Versions []string
}

const noteSaid = "said last"

// hearsay is how long news of others alone may wait until they are said again: each laptop would answer
// each batch with a hint otherwise, and hints cost as much as small batches do.
const hearsay = 10 * time.Minute

// speak signs a hint of a compartment if this device has something to say, and holds what the others
// said against what is here: the same frontier must give the same root.
func (x *exchange) speak(ctx context.Context, p Place) error {
	var last said
	if err := recall(ctx, p.Replica, noteSaid, &last); err != nil {
		return err
	}
	now, err := x.statement(ctx, p, last)
	if err != nil {
		return err
	}
	if x.isDue(p, last, now) {
		if err := x.say(ctx, p, last, now); err != nil {
			return err
		}
	}
	return x.compare(ctx, p, now)
}

func (x *exchange) isDue(p Place, last said, now chain.Hint) bool {
	if last.Frontier == now.FrontierHash {
		return x.resay[p.ID]
	}
	waited := now.At - last.At
	return x.resay[p.ID] || last.Sequence != now.Head.Sequence || last.Members != membersHash(now.Members) ||
		waited < 0 || waited >= hearsay.Milliseconds()
}

func membersHash(heads []seal.Hash) seal.Hash { return chain.Frontier(nil).Hash(heads) }

// statement is what follows from what this device has applied. The root is known without a look at the
// rows where nothing was applied since.
func (x *exchange) statement(ctx context.Context, p Place, last said) (chain.Hint, error) {
	members := x.Members.Heads()
	frontier := p.Replica.Frontier()
	hint := chain.Hint{
		Head: frontier.Of(x.Device), FrontierHash: frontier.Hash(members), Root: last.Root,
		Members: members, At: x.Now().UnixMilli(),
	}
	if hint.FrontierHash == last.Frontier {
		return hint, nil
	}
	s, err := p.Replica.Snapshot(ctx, p.Secret())
	if err != nil {
		return hint, err
	}
	frontier = s.Frontier()
	hint.Head, hint.FrontierHash, hint.Root = frontier.Of(x.Device), frontier.Hash(members), s.Tree().Root().Name
	return hint, s.Close()
}

// say puts a hint under the next number. The number is taken before.
func (x *exchange) say(ctx context.Context, p Place, last said, hint chain.Hint) error {
	name, object, err := chain.SealHint(x.writer(p), last.Number+1, hint)
	if err != nil {
		return err
	}
	taken := said{Number: last.Number + 1, Confirmed: last.Confirmed}
	if err := keep(ctx, p.Replica, noteSaid, taken); err != nil {
		return err
	}
	if err := x.Remote.Put(ctx, name, object, remote.Overwrite); err != nil {
		return err
	}
	x.Sent.Bytes += int64(len(object))
	sum, etag := sha256.Sum256(object), md5.Sum(object) // #nosec G401 -- as above
	return keep(ctx, p.Replica, noteSaid, said{
		Number: taken.Number, Confirmed: taken.Number, Frontier: hint.FrontierHash, Root: hint.Root,
		Sequence: hint.Head.Sequence, Members: membersHash(hint.Members), At: hint.At,
		Versions: []string{hex.EncodeToString(sum[:]), hex.EncodeToString(etag[:])},
	})
}

func (s said) isUnder(version string) bool {
	for _, v := range s.Versions {
		if v == version || v == strings.Trim(version, `"`) {
			return true
		}
	}
	return false
}

// mirror looks at this device's own hint. Unless it stands as it was said, it is read: one that is ahead
// says that this is a copy; one that is behind, that the remote was rolled back.
func (x *exchange) mirror(ctx context.Context, p Place, name, version string) error {
	var last said
	if err := recall(ctx, p.Replica, noteSaid, &last); err != nil || last.isUnder(version) {
		return err
	}
	number, hint, ok, err := x.readHint(ctx, name, x.Device)
	if err != nil {
		return err
	}
	same := ok && number == last.Number && hint.FrontierHash == last.Frontier && hint.Root == last.Root
	switch {
	case !ok:
		x.resay[p.ID] = true
	case number > last.Number, number == last.Number && number == last.Confirmed && !same:
		x.alarm(clone(name, x.Device))
	case number < last.Confirmed:
		x.alarm(rollback(name, x.Device, "an earlier hint of this laptop stands there again"))
		x.resay[p.ID] = true
	case same: // a bucket with another kind of ETag
		last.Versions = append(last.Versions, version)
		return keep(ctx, p.Replica, noteSaid, last)
	}
	return nil
}

// compare raises an alarm for every laptop that holds another record after the same changes.
func (x *exchange) compare(ctx context.Context, p Place, mine chain.Hint) error {
	for _, device := range x.Members.Devices() {
		if device == x.Device {
			continue
		}
		h, err := x.lastHeard(ctx, p, device)
		if err != nil {
			return err
		}
		if h.Number > 0 && h.Frontier == mine.FrontierHash && h.Root != mine.Root {
			x.alarm(diverged(p.Name, device))
		}
	}
	return nil
}
