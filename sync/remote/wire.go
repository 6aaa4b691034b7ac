package remote

import "context"

// Wired is a store that sends several requests in one call, or large bodies slowly: it counts and
// paces each request itself, on the wire, with the counter and the limiter that the context carries.
// Count and Limit then only put theirs into the context.
type Wired interface {
	Store
	// CountsOnWire is a mark; it does nothing.
	CountsOnWire()
}

type wireKey struct{}

type wire struct {
	counter *Counter
	limiter *Limiter
}

// Wire is the counter and the limiter of a call; either may be nil, and both take nil as receiver.
func Wire(ctx context.Context) (*Counter, *Limiter) {
	w, _ := ctx.Value(wireKey{}).(wire)
	return w.counter, w.limiter
}

func withCounter(ctx context.Context, c *Counter) context.Context {
	_, limiter := Wire(ctx)
	return context.WithValue(ctx, wireKey{}, wire{c, limiter})
}

func withLimiter(ctx context.Context, l *Limiter) context.Context {
	counter, _ := Wire(ctx)
	return context.WithValue(ctx, wireKey{}, wire{counter, l})
}
