// Package member is the membership log: who may write, who administers, and who was given which keys.
//
// NewPractice makes the first record of a practice. A Log takes in records in any order (Add), and Open, or
// Recover with the recovery kit, verifies all of them from the root key and gives Members: the devices,
// seats and compartments, and the keys that one was given. Members also makes new records: Enrol,
// Entitle, WrapDue and Succeed; each is checked as every other laptop will check it before it is
// handed out. Members never changes: after Add, Open again.
//
// Beware: a record that Add takes is only well formed. What is missing, refused, forked or not
// understood stands in Members.Problems, and never keeps the rest from working. That the provider
// shows all records cannot be seen here: the heads that hints name tell.
//
// # Records
//
// A record is an object m/<n>-<device> (package seal) under the epoch key of compartment practice. Its
// header names its signer, the heads of the log that its author had seen, and holds the wraps. n is one
// more than the highest n among those heads, so the log is a graph in which n rises; it is read in the
// order of (n, SHA-256 of the object). Its body is deterministic CBOR (RFC 8949, 4.2.1) of
// [at, [[kind, payload] …]]: the author's clock in milliseconds since 1970, for showing only, and one or
// more acts. Payloads are arrays, ids and keys byte strings:
//
//	 1 enrol    [device 16, device key 32, seat 16, seat key 32, seat HPKE key 1216, person 16, [role …], administrator]
//	 2 entitle  [seat, [compartment …]]
//	 3 wrap     [recipient kind, recipient id, [[compartment, [key id …]] …]]
//	 4 revoke   [device, [[compartment, sequence, hash 32] …]]
//	 8 admit    [device, [[compartment, sequence, hash 32] …]]
//	 9 succeed  [old device, new device, new device key, [[compartment, sequence, hash 32] …]]
//	14 found    [root public key 32, recovery HPKE key 1216]
//	15 create   [compartment 16, name, epoch number, epoch key id 16, tree key id 16]
//
// Kept, reported as unsupported and not carried out: 4 revoke and 8 admit, of which only the shape is
// known, so that a problem can name the device; the reserved 5 role, 6 rotate, 7 renew, 10 generation,
// 11 erase, 12 prune and 13 veto; and all that are not known. Nobody's name is in a record: persons are
// ids of rows.
//
// # What counts
//
// A record counts when all records that it names count, its signer is known to them, its signature
// verifies, and each of its acts is one that its signer may do, judged by the records before it in
// the graph and not by what happened beside it:
//
//	found            the root key, as the first act of the first record; whose hash is the practice
//	create, enrol,
//	entitle          the root key, or an administrator's seat
//	wrap             the root key, or a seat that is entitled to what it wraps; to a seat that is
//	                 entitled to it, or to the recovery key
//	succeed          the old device's key, or the root key
//
// A record that is allowed but collides with one that stands before it in the order (a twin of the
// first 8 bytes of a device id, a seat or compartment that exists) is void: it stays in the graph and
// does nothing.
//
// # Keys
//
// The plaintext of a wrap is deterministic CBOR of [[compartment, name, tree key 32, [[epoch number,
// key id, key 32] …]] …]. A create names the ids of the keys, so a key counts because its id stands in a
// record that counts, whoever wrapped it.
package member
