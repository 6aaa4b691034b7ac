package engine

import (
	"context"

	"farne/sync/chain"
	"farne/sync/seal"
)

// noteNamed is where the heads stand that others' batches name and that are beyond what is here, as a
// chain.Frontier. So a provider that hides the end of a chain from us, hint and all, is noticed as soon
// as it shows us a batch of somebody who has seen that end.
const noteNamed = "named by others"

func (y *pulling) recallNamed(ctx context.Context) error {
	var known chain.Frontier
	if err := recall(ctx, y.p.Replica, noteNamed, &known); err != nil {
		return err
	}
	for _, h := range known {
		y.named[h.Device] = h
	}
	return nil
}

// followNamed fetches chains up to what others have seen of them. What it fetches may name more.
func (y *pulling) followNamed(ctx context.Context) error {
	noted, err := y.p.Replica.Noted(ctx, noteNamed)
	if err != nil {
		return err
	}
	for again := true; again; {
		again = false
		for device, h := range y.named {
			if device == y.Device || y.stuck[device] || y.p.Replica.Frontier().Of(device).Sequence >= h.Sequence {
				continue
			}
			if err := y.chain(ctx, device, h.Sequence, false); err != nil {
				return err
			}
			again = true
		}
	}
	left := y.judgeNamed()
	if len(left) == 0 && noted == nil {
		return nil
	}
	if len(left) == 0 {
		return y.p.Replica.Note(ctx, noteNamed, nil)
	}
	return keep(ctx, y.p.Replica, noteNamed, left)
}

// judgeNamed holds what others have seen against what is here, and gives what stays open.
func (y *pulling) judgeNamed() (left chain.Frontier) {
	for device, h := range y.named {
		name := seal.Name{Kind: seal.Batch, Compartment: y.p.ID, Device: device, Number: h.Sequence}.String()
		mine := y.p.Replica.Frontier().Of(device)
		other := mine.Sequence == h.Sequence && mine.Hash != h.Hash
		switch {
		case device == y.Device && (other || mine.Sequence < h.Sequence):
			y.alarm(clone(name, device))
		case other:
			y.alarm(forked(name, device, mine.Hash, h.Hash))
		case mine.Sequence >= h.Sequence:
			continue
		}
		left = append(left, h)
	}
	return left.Sort()
}
