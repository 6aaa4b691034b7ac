// Package seal makes and opens the envelope of every object that leaves a laptop, and holds the
// types of all keys.
//
// Use Seal to make an object, Open to read one whose signer and key are known, ParseHeader to learn
// from the clear header who signed and which key is needed, Verify to check an object without
// holding its key (a relay does). OpenUntrusted skips the signature: only the first steps of a new
// seat and the join need it, and nothing it returns may be believed before Verify has agreed.
// Wrap and Unwrap give a short secret to the holder of an HPKE key.
//
// Beware: Seal draws a fresh salt, so sealing twice gives two objects. One name has one ciphertext:
// persist the sealed bytes before they are uploaded, and never seal again for the same name.
//
// # Object
//
// Integers are big endian and unsigned. lp(x) is a 4-byte length followed by x.
//
//	header      as below, from magic to commitment
//	salt        32 random bytes
//	ciphertext  AES-256-GCM of the padded body, with its 16-byte tag
//	signature   64 bytes, Ed25519 (RFC 8032)
//
// # Header
//
//	magic        7   89 46 41 52 4E 45 1A
//	version      1   1
//	practice    32   SHA-256 of the practice's first root public key; zero in a join request
//	generation   4
//	kind         1   see Kind
//	compartment 16
//	epoch        4   number of the compartment's epoch, from 1; zero where no epoch key seals
//	key id      16   see Key.ID
//	device      16   the writer
//	sequence     8
//	schema       4   version of the body's format
//	extension        lp(extension), by kind:
//	  pack, chunk, join request, join answer: id 16
//	  batch: prev 32
//	  log: prev 32, wraps
//	  member: signer kind 1, signer id 16, count of prev 2, prev 32 each, wraps
//	  hint, backup: empty
//	commitment  32
//
// wraps is a 2-byte count, then for each recipient: kind 1, id 16, lp(encapsulated key ‖ ciphertext).
// Recipients and the prev of a member record ascend strictly. prev is SHA-256 of a whole object, of
// 32 zero bytes for the first of a chain. A header says all that the object's name says, so that a
// swapped name is seen; the name is bound a second time by the AEAD and by the signature.
//
// # Key schedule
//
//	info = "farne/v1/envelope" ‖ lp(kind) ‖ lp(name)          kind is one byte
//	AES-256 key 32 ‖ commitment 32 = HKDF-SHA256(key, salt, info)
//	nonce = 12 zero bytes: the derived key is used once
//	associated data = lp(name) ‖ header
//	signed = "farne/v1/signature" ‖ lp(name) ‖ header ‖ salt ‖ ciphertext
//
// GCM alone is not key-committing: the commitment makes it impossible to craft one object that opens
// to different bodies under two keys. Kind and name in info give each object a key of its own, so one
// epoch key serves all kinds of its compartment:
//
//	kind          sealed with                                      signed by
//	member        epoch key of compartment practice                root, a seat, or the old device
//	join request  HKDF(code), see JoinSecrets                      the new device, whose key is in the body
//	join answer   HKDF(code), see JoinSecrets                      the inviting device, as above
//	batch         epoch key of its compartment                     device
//	hint          epoch key of its compartment                     device
//	pack          epoch key of its compartment                     device
//	backup        epoch key of compartment practice                device
//	chunk         the value's own random key, which its row holds  device
//	log           key of the day, wrapped to the audit key         device
//
// A chunk is not under an epoch key, because erasing a value must be possible by erasing its key. A
// log is not, because its writer must not read other people's logs.
//
// # Body
//
//	padded = length of frame 4 ‖ frame (zstd, RFC 8878) ‖ zeros
//
// up to the PADMÉ size (Nikitin et al., PURBs, 2019) of 4 + length of frame, at least 512 bytes. All
// of it is inside the AEAD. A body inflates to at most 32 MiB. What the zeros hide is how well a body
// compressed to within about 12 percent; sizes remain visible to the storage provider at that grain.
//
// # Wraps
//
// HPKE (RFC 9180) base mode, KEM MLKEM768-X25519 (0x647a), KDF HKDF-SHA256, AEAD AES-256-GCM. In a
// header: info = "farne/v1/header-wrap", associated data = practice 32 ‖ generation 4 ‖ lp(name) ‖
// recipient kind 1 ‖ recipient id 16, and the plaintext is lp(secret) and zeros up to the PADMÉ size,
// at least 1024 bytes, so that the size of a wrap does not tell a role. HPKE does not say who made a
// wrap: the object's signature does.
package seal
