// Package store keeps the practice's rows in encrypted SQLite files, one file per compartment.
//
// Open gives a Store over the files whose keys the caller holds. Read with Store.Reader (a pool that
// sees all open files at once and can write nothing), write with Compartment.Write (one transaction in
// one file). Triggers generated from the schema capture every change into the outbox of the same
// transaction, so a caller writes plain SQL, or the small Put and Delete of Tx, and cannot forget.
//
// The truth of a row is its state (farne_row: the canonical form of package sync/state) with the
// unsealed changes of the outbox laid over it; the typed tables, the search indexes and the list of
// conflicts are projections of that and can be made again from it.
//
// Beware: a file that is not encrypted is never opened, not even to look at it. Synced tables have no
// constraint but their key, because changes arrive in any order; rules live in app/clinic.
package store
