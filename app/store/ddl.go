package store

import (
	"strings"
)

// internalTables hold what Farne needs beside the rows. None of it is synced as it stands.
//
//   - farne_meta: version of the schema, clock, counters.
//   - farne_row: the sealed state of every row, in canonical form, in canonical order.
//   - farne_outbox: what waits to leave this file: the unsealed changes of a row, oldest first, each
//     length-prefixed, with a mark if its text waits to be found by search; and audit entries, until they
//     stand in the audit log. What came last has the highest n.
//   - farne_frontier: what has been applied of each chain.
//   - farne_batch: own sealed batches that the remote does not hold yet.
//   - farne_chunk: the sealed chunks of large values; dropped are those that no live version needs.
//   - farne_wanted: rows with a large value whose chunks are not here.
//   - farne_dirty: rows whose sealed state changed since the last root.
//   - farne_leaf, farne_node: the tree's leaves, and which nodes the remote holds in which pack.
//   - farne_pending: rows that wait for an HLC which a change named before it arrived.
//   - farne_conflict: rows and columns that await a person.
//   - farne_parked: batches that this version cannot read yet.
//   - farne_stage: what a transaction decided for other files, or for later, until it is done.
const internalTables = `
CREATE TABLE farne_meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE farne_row (tbl TEXT, id BLOB, state BLOB, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE farne_outbox (n INTEGER PRIMARY KEY, tbl TEXT, id BLOB, unindexed INTEGER NOT NULL DEFAULT 0, changes BLOB, UNIQUE (id, tbl));
CREATE TABLE farne_frontier (device BLOB PRIMARY KEY, seq INTEGER, hash BLOB, hlc BLOB) WITHOUT ROWID;
CREATE TABLE farne_batch (seq INTEGER PRIMARY KEY, name TEXT, object BLOB);
CREATE TABLE farne_chunk (value BLOB, n INTEGER, name TEXT UNIQUE, sent INTEGER, dropped INTEGER, object BLOB, PRIMARY KEY (value, n));
CREATE INDEX farne_chunk_unsent ON farne_chunk (sent) WHERE sent = 0;
CREATE TABLE farne_wanted (tbl TEXT, id BLOB, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE farne_dirty (tbl TEXT, id BLOB, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE farne_leaf (tbl TEXT, id BLOB, name BLOB, rows INTEGER, bytes INTEGER, rank INTEGER, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE farne_node (name BLOB PRIMARY KEY, pack BLOB) WITHOUT ROWID;
CREATE TABLE farne_pending (tbl TEXT, id BLOB, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE farne_conflict (tbl TEXT, id BLOB, col TEXT, PRIMARY KEY (tbl, id, col)) WITHOUT ROWID;
CREATE TABLE farne_parked (name TEXT PRIMARY KEY, why TEXT, object BLOB) WITHOUT ROWID;
CREATE TABLE farne_stage (n INTEGER PRIMARY KEY, compartment TEXT, item BLOB);
`

// ddl makes the statements for a table, its indexes, its capture triggers and its search index. rid
// keeps the row number stable for the search indexes; it never leaves the file.
func (t Table) ddl() string {
	var b strings.Builder
	b.WriteString("CREATE TABLE " + quote(t.Name) + " (rid INTEGER PRIMARY KEY, id BLOB UNIQUE")
	for _, c := range t.Columns {
		b.WriteString(", " + quote(c))
	}
	b.WriteString(");\n")
	for _, columns := range t.Indexes {
		b.WriteString("CREATE INDEX " + quote(t.Name+"_"+strings.Join(columns, "_")) + " ON " + quote(t.Name) + " (" + list("", columns) + ");\n")
	}
	b.WriteString(t.captureTriggers())
	if t.FullText != "" {
		b.WriteString(t.fullTextIndex())
	}
	return b.String()
}

// captureTriggers write every change of a row into the outbox. The functions are Go's (capture.go):
// they know the seat, the clock and what the author was shown. Another program that holds the key and
// writes a row fails for want of them, rather than making a change that nobody would ever sync.
func (t Table) captureTriggers() string {
	existing := func(row string) string {
		return "(SELECT changes FROM farne_outbox WHERE tbl = " + text(t.Name) + " AND id = " + row + ".id), " +
			"(SELECT state FROM farne_row WHERE tbl = " + text(t.Name) + " AND id = " + row + ".id)"
	}
	trigger := func(event, when, row, call string) string {
		unindex, unindexed := t.marksText(strings.Fields(event)[0])
		return "CREATE TRIGGER " + quote("farne_"+t.Name+"_"+strings.ToLower(strings.Fields(event)[0])) + " AFTER " + event + " ON " + quote(t.Name) +
			" WHEN farne_capturing()" + when + " BEGIN\n" + unindex +
			"  INSERT INTO farne_outbox (tbl, id, unindexed, changes) VALUES (" + text(t.Name) + ", " + row + ".id, " + unindexed + ", " + call + ")\n" +
			"  ON CONFLICT (id, tbl) DO UPDATE SET unindexed = excluded.unindexed, changes = excluded.changes;\nEND;\n"
	}
	var changed []string
	for _, c := range t.Columns {
		changed = append(changed, "OLD."+quote(c)+" IS NOT NEW."+quote(c))
	}
	name := text(t.Name)
	return trigger("INSERT", "", "NEW", "farne_insert("+name+", NEW.id, "+existing("NEW")+", "+list("NEW.", t.Columns)+")") +
		trigger("UPDATE OF "+list("", t.Columns), " AND ("+strings.Join(changed, " OR ")+")", "NEW",
			"farne_update("+name+", NEW.id, "+existing("NEW")+", "+list("OLD.", t.Columns)+", "+list("NEW.", t.Columns)+")") +
		trigger("DELETE", "", "OLD", "farne_delete("+name+", OLD.id, "+existing("OLD")+", "+list("OLD.", t.Columns)+")")
}

// patientIndex is what the patient search and the patient list read: a folded sort name for paging and
// short prefixes, and a trigram index over everything that one may type (names in any part, birth
// date, phone, NHS number). farne_fold_* are Go's, so the rules of folding stand in app/clinic alone.
const patientIndex = `
CREATE TABLE farne_patient_key (rid INTEGER PRIMARY KEY, sort TEXT, words TEXT);
CREATE INDEX farne_patient_sort ON farne_patient_key (sort, rid);
CREATE VIRTUAL TABLE farne_patient_words USING fts5(words, content=farne_patient_key, content_rowid=rid, tokenize='trigram', detail=full);
CREATE TRIGGER farne_patient_key_insert AFTER INSERT ON patient BEGIN
  INSERT INTO farne_patient_key (rid, sort, words) VALUES (NEW.rid, farne_sort_key(NEW.family, NEW.given),
    farne_search_words(NEW.family, NEW.given, NEW.preferred, NEW.born, NEW.phone, NEW.nhs_number, NEW.email));
END;
CREATE TRIGGER farne_patient_key_delete AFTER DELETE ON patient BEGIN
  DELETE FROM farne_patient_key WHERE rid = OLD.rid;
END;
CREATE TRIGGER farne_patient_key_update AFTER UPDATE OF family, given, preferred, born, phone, nhs_number, email ON patient BEGIN
  UPDATE farne_patient_key SET sort = farne_sort_key(NEW.family, NEW.given),
    words = farne_search_words(NEW.family, NEW.given, NEW.preferred, NEW.born, NEW.phone, NEW.nhs_number, NEW.email) WHERE rid = NEW.rid;
END;
CREATE TRIGGER farne_patient_words_insert AFTER INSERT ON farne_patient_key BEGIN
  INSERT INTO farne_patient_words (rowid, words) VALUES (NEW.rid, NEW.words);
END;
CREATE TRIGGER farne_patient_words_delete AFTER DELETE ON farne_patient_key BEGIN
  INSERT INTO farne_patient_words (farne_patient_words, rowid, words) VALUES ('delete', OLD.rid, OLD.words);
END;
CREATE TRIGGER farne_patient_words_update AFTER UPDATE ON farne_patient_key BEGIN
  INSERT INTO farne_patient_words (farne_patient_words, rowid, words) VALUES ('delete', OLD.rid, OLD.words);
  INSERT INTO farne_patient_words (rowid, words) VALUES (NEW.rid, NEW.words);
END;
`

// fillPatientKey does for all patients what the triggers do for each.
const fillPatientKey = `INSERT OR REPLACE INTO farne_patient_key (rid, sort, words)
	SELECT rid, farne_sort_key(family, given), farne_search_words(family, given, preferred, born, phone, nhs_number, email) FROM patient`

// quote makes an SQL identifier. Only names of the schema come here, never input.
func quote(name string) string { return `"` + name + `"` }

func text(s string) string { return "'" + s + "'" }

func list(prefix string, columns []string) string {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = prefix + quote(c)
	}
	return strings.Join(quoted, ", ")
}
