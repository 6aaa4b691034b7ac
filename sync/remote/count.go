package remote

import (
	"context"
	"sync/atomic"

	"farne/sync/failure"
)

// Op is a kind of request.
type Op string

// The kinds of requests, as the farne commands name them.
const (
	OpList   Op = "list"
	OpGet    Op = "get"
	OpPut    Op = "put"
	OpDelete Op = "delete"
)

// Requests are counts since a Counter began, or between two of its snapshots. A retry counts again,
// a listing counts each page, and looking at an object without reading it counts as a get.
type Requests struct {
	List   int64 `json:"list"`
	Get    int64 `json:"get"`
	Put    int64 `json:"put"`
	Delete int64 `json:"delete"`
}

// Traffic is what went over the line: requests, and the bytes of objects (without headers).
type Traffic struct {
	Requests Requests `json:"requests"`
	BytesIn  int64    `json:"bytes_in"`
	BytesOut int64    `json:"bytes_out"`
}

// Since is the traffic between an earlier snapshot and this one.
func (t Traffic) Since(earlier Traffic) Traffic {
	r, e := t.Requests, earlier.Requests
	return Traffic{
		Requests: Requests{r.List - e.List, r.Get - e.Get, r.Put - e.Put, r.Delete - e.Delete},
		BytesIn:  t.BytesIn - earlier.BytesIn,
		BytesOut: t.BytesOut - earlier.BytesOut,
	}
}

// Counter counts requests and bytes. The zero value is ready, nil counts nothing; safe for
// concurrent use.
type Counter struct {
	list, get, put, delete, in, out atomic.Int64
}

// Snapshot is the traffic so far.
func (c *Counter) Snapshot() Traffic {
	if c == nil {
		return Traffic{}
	}
	return Traffic{
		Requests: Requests{c.list.Load(), c.get.Load(), c.put.Load(), c.delete.Load()},
		BytesIn:  c.in.Load(), BytesOut: c.out.Load(),
	}
}

// Request counts one request.
func (c *Counter) Request(op Op) {
	if c == nil {
		return
	}
	switch op {
	case OpList:
		c.list.Add(1)
	case OpGet:
		c.get.Add(1)
	case OpPut:
		c.put.Add(1)
	case OpDelete:
		c.delete.Add(1)
	}
}

// Bytes counts bytes of objects, received and sent.
func (c *Counter) Bytes(in, out int) {
	if c == nil {
		return
	}
	c.in.Add(int64(in))
	c.out.Add(int64(out))
}

// Count counts what goes through to inner. Put it beneath Retry, so that retries are counted.
func Count(inner Store, counter *Counter) Store {
	_, wired := As[Wired](inner)
	return &counting{inner, counter, wired}
}

type counting struct {
	inner   Store
	counter *Counter
	wired   bool // inner counts by itself
}

func (s *counting) Unwrap() Store { return s.inner }

// begin hands the counter down to a store that counts by itself.
func (s *counting) begin(ctx context.Context) context.Context {
	if s.wired {
		return withCounter(ctx, s.counter)
	}
	return ctx
}

// end counts a call to a store that does not count, unless it was refused before it left.
func (s *counting) end(op Op, in, out int, err error) {
	if s.wired || failure.Is(err, failure.BadInput) {
		return
	}
	s.counter.Request(op)
	s.counter.Bytes(in, out)
}

func (s *counting) List(ctx context.Context, prefix, after string, each func(Info) error) error {
	err := s.inner.List(s.begin(ctx), prefix, after, each)
	s.end(OpList, 0, 0, err)
	return err
}

func (s *counting) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := s.inner.Get(s.begin(ctx), name)
	s.end(OpGet, len(data), 0, err)
	return data, err
}

func (s *counting) Put(ctx context.Context, name string, data []byte, mode Mode) error {
	err := s.inner.Put(s.begin(ctx), name, data, mode)
	s.end(OpPut, 0, len(data), err)
	return err
}

func (s *counting) Delete(ctx context.Context, name string) error {
	err := s.inner.Delete(s.begin(ctx), name)
	s.end(OpDelete, 0, 0, err)
	return err
}
