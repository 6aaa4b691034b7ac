package hlc

import (
	"sync"
	"time"
)

// A wall clock outside these years is a dead battery or a joke and is ignored; the stamps then go on
// by counting. Milliseconds since 1970, the first included, the second not.
const (
	earliest = 1577836800000 // 2020-01-01T00:00:00Z
	latest   = 4102444800000 // 2100-01-01T00:00:00Z
)

// Clock stamps the edits of one device. It is safe for concurrent use.
type Clock struct {
	device Device
	now    func() time.Time

	mu   sync.Mutex
	last HLC
}

// NewClock makes the clock of a device. last is the highest stamp that this device has given or seen,
// as Last told it before the program ended; the zero HLC on a new device.
func NewClock(d Device, now func() time.Time, last HLC) *Clock {
	return &Clock{device: d, now: now, last: last}
}

// Next is a stamp of this device that is higher than every stamp given or observed before: the
// maximum of wall clock and last stamp, plus one, where a full counter moves the milliseconds. Keep
// Last in the transaction that uses it.
//
// Beware: were a member to write stamps just below MaxMillis, Next would pass it. Local work goes on,
// but Valid fails for such a stamp and other devices refuse it.
func (c *Clock) Next() HLC {
	wall := c.now().UnixMilli()
	c.mu.Lock()
	defer c.mu.Unlock()
	ticks := c.last.ticks()
	if earliest <= wall && wall < latest {
		ticks = max(ticks, uint64(wall)<<16)
	}
	c.last = at(ticks+1, c.device)
	return c.last
}

// Observe raises the clock above a stamp that arrived from another device. A malformed one is
// ignored, because nothing that sorts by it may be applied either.
func (c *Clock) Observe(h HLC) {
	if h.Valid() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.Compare(c.last) > 0 {
		c.last = h
	}
}

// Last is the highest stamp given or observed, whichever device's it is: what NewClock wants back.
func (c *Clock) Last() HLC {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}
