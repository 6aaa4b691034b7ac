package tree

import (
	"iter"
	"sync/atomic"
)

// How far Ahead reads, and from how many rows on it is worth its goroutine.
const (
	rowsAhead  = 1024 // of a chunk
	bytesAhead = 256 << 10
	waiting    = 6 // chunks between the two sides
	longScan   = rowsAhead
)

// Ahead gives rows that a goroutine of its own reads, a megabyte or two before they are asked for: two cores
// are then busy, one with where the rows come from and one with what is made of them. Data is overwritten
// some steps later. The goroutine has ended when the sequence has, also one that was left.
func Ahead(rows iter.Seq2[Row, error]) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		a := ahead{full: make(chan *chunk, waiting), used: make(chan *chunk, waiting+2)}
		go a.read(rows)
		defer func() {
			a.left.Store(true)
			for range a.full { // until the goroutine has closed it
			}
		}()
		for c := range a.full {
			for _, row := range c.rows {
				if !yield(row, nil) {
					return
				}
			}
			if c.err != nil {
				yield(Row{}, c.err)
				return
			}
			a.used <- c
		}
	}
}

// ahead is what the two sides share: there are at most one on each side and the waiting ones.
type ahead struct {
	full chan *chunk
	used chan *chunk // to be filled again
	left atomic.Bool // nobody wants more
}

type chunk struct {
	rows []Row
	data []byte // of all rows
	err  error  // after them
}

func (a *ahead) read(rows iter.Seq2[Row, error]) {
	defer close(a.full)
	c := &chunk{}
	for row, err := range rows {
		if a.left.Load() {
			return
		}
		if err != nil {
			c.err = err
			break
		}
		start := len(c.data)
		c.data = append(c.data, row.Data...)
		c.rows = append(c.rows, Row{Key: row.Key, Data: c.data[start:len(c.data):len(c.data)]})
		if len(c.rows) < rowsAhead && len(c.data) < bytesAhead {
			continue
		}
		a.full <- c
		c = a.next()
	}
	if len(c.rows) > 0 || c.err != nil {
		a.full <- c
	}
}

// next is a chunk that the other side is done with, or a new one.
func (a *ahead) next() *chunk {
	select {
	case c := <-a.used:
		c.rows, c.data = c.rows[:0], c.data[:0]
		return c
	default:
		return &chunk{}
	}
}
