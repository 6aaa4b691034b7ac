package record

import (
	"context"
	"strconv"
	"time"

	"farne/sync/remote/connect"
)

const noteClock = "clock offset" // the provider's clock less this laptop's, in milliseconds, in digits

// clockJitter is how far two measurements of one offset differ: the provider tells whole seconds.
const clockJitter = 2 * time.Second

// noteClockOffset remembers how far the provider's clock is from this laptop's, as the requests of this
// session showed it: for the status, and because TLS of the next session may work with the corrected time
// alone.
func (p *Practice) noteClockOffset(ctx context.Context) error {
	seen, known := connect.Offset(p.remote)
	if !known {
		return nil
	}
	noted, err := p.clockOffset(ctx)
	if err != nil || (seen-noted).Abs() <= clockJitter {
		return err
	}
	return p.keepClockOffset(ctx, seen)
}

func (p *Practice) keepClockOffset(ctx context.Context, offset time.Duration) error {
	return p.local().Note(ctx, noteClock, strconv.AppendInt(nil, offset.Milliseconds(), 10))
}

// clockOffset is what was noted last; zero for nothing.
func (p *Practice) clockOffset(ctx context.Context) (time.Duration, error) {
	noted, err := p.local().Noted(ctx, noteClock)
	if err != nil || noted == nil {
		return 0, err
	}
	ms, err := strconv.ParseInt(string(noted), 10, 64)
	return time.Duration(ms) * time.Millisecond, err
}
