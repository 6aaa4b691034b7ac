// Package access says who may do what with whose information, and keeps the log of what was done.
//
// Norms are the rules of contextual integrity as data: who gives what about whom to whom, on which
// condition, on which lawful basis. Use DefaultNorms for a new practice, Norms.Decide before every
// flow (the answer is the norm that allows it, or a refusal in plain words), Norms.Check before edited
// norms are kept, and Compartments for the keys that a role is given. Norms and keys say the same
// twice on purpose: a norm can be changed by mistake, a key that one does not hold cannot.
//
// Entry is one line of the audit log and Log the log itself: an append-only hash chain in an encrypted
// file of its own. Use Log.Append for what must be on record before it happens, Log.AppendView before
// something is shown, Move for the entries that stood in the transaction of a write, Log.List to read,
// Log.Verify to prove that nobody has edited, removed, moved or cut off an entry.
//
// Beware:
//   - An entry holds ids, codes and numbers and can hold nothing else: there is no field for a name, a
//     text or a file's path, and there must never be one. The words of a reason live in the record.
//   - The numbers behind acts, kinds, reasons, outcomes and details stand in signed entries for ever:
//     add, never renumber.
//   - Decide knows neither patients nor the clock. The caller establishes the conditions that hold.
//   - The log's file is keyed by the second factor alone, so that a failed sign-in can be recorded.
//     Whoever holds that factor can read who did what, and can forge entries until the next signature;
//     the signed head, and the heads in backups, are what makes a forgery show.
package access
