package remote

import "context"

// Refused is a store that cannot be used; every call fails with why. It stands where a place was set once
// that is no longer accepted: what needs no remote goes on, and what does says the reason.
func Refused(why error) Store { return refused{why} }

type refused struct{ why error }

func (r refused) List(context.Context, string, string, func(Info) error) error { return r.why }
func (r refused) Get(context.Context, string) ([]byte, error)                  { return nil, r.why }
func (r refused) Put(context.Context, string, []byte, Mode) error              { return r.why }
func (r refused) Delete(context.Context, string) error                         { return r.why }
