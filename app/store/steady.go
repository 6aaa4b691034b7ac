package store

import (
	"context"
	"database/sql"
)

// steady is the context for one statement of somebody whose own context may end. The driver starts a
// goroutine for every statement and every row of a context that can be cancelled, and cancels by
// interrupting the connection, which in a transaction undoes what its author believes to be there
// (mattn/go-sqlite3#769). So it is given one that cannot be, and the store looks at the caller's: before
// each statement, every so many rows, and before a commit. One statement, once begun, ends by itself.
func steady(ctx context.Context) context.Context {
	if ctx.Err() != nil {
		return ctx // database/sql refuses it before it asks the driver
	}
	return context.WithoutCancel(ctx)
}

// lookEvery is after how many rows a reader's context is looked at: often enough for a second's patience.
const lookEvery = 64

// Rows are the rows of a query. They end early, with its error, where the context of the query has ended.
type Rows struct {
	*sql.Rows
	ctx  context.Context
	read int
	err  error
}

// Next moves to the next row. After the last one Err tells whether it was the last.
func (r *Rows) Next() bool {
	if r.read++; r.read%lookEvery == 0 && r.err == nil {
		r.err = r.ctx.Err()
	}
	return r.err == nil && r.Rows.Next()
}

// Err is what ended the rows too early, as a failure that has words; nil after the last row.
func (r *Rows) Err() error {
	if r.err != nil {
		return r.err
	}
	return classify(r.Rows.Err())
}

// querier is what queries run on: a pool, or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func queryRows(ctx context.Context, on querier, query string, args ...any) (*Rows, error) {
	rows, err := on.QueryContext(steady(ctx), query, args...)
	if err != nil {
		return nil, classify(err)
	}
	return &Rows{Rows: rows, ctx: ctx}, nil
}

func queryRow(ctx context.Context, on querier, query string, args ...any) *sql.Row {
	return on.QueryRowContext(steady(ctx), query, args...)
}

// begin begins a transaction that ends by commit or Rollback alone.
func begin(ctx context.Context, pool *sql.DB) (*sql.Tx, error) {
	tx, err := pool.BeginTx(steady(ctx), nil)
	return tx, classify(err)
}

// commit makes a transaction durable, unless its author has gone: then it is an error, and the caller
// rolls back.
func commit(ctx context.Context, tx *sql.Tx) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.Commit()
}
