// Package clinic is the domain: what a clinic's record means and which rules hold for it, with no
// database, no window, no network and no clock. Use it wherever a clinical or identity rule is
// needed; no such rule may live in the window or in SQL.
//
//   - dates that may be partial, ages, times, and dates as people type them: Date, Age, ParseEntry
//   - identity: NHS number and other national numbers, names, phones, search tokens, patient entry
//   - clinical risk: the allergy title, quantities, measurements and what may be charted together
//   - notes: drafts, signed notes, addenda and their hash; which column may be written how
//   - RowID, the id of a row that came from somewhere else
//
// Values are plain text as the columns hold them: dates "YYYY[-MM[-DD]]", instants RFC 3339 in UTC
// with "Z", empty text for what is not known. Functions that judge what a person typed answer with
// field errors in that person's words, and those words never repeat what was typed.
//
// Beware: nothing here reads the time. Callers pass "today" in the clinic's own time zone, which is
// not always UTC's day.
package clinic
