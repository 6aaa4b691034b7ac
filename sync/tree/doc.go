// Package tree is the state tree of a compartment: a search tree over rows whose shape depends on
// nothing but the rows, so that equal sets of rows have equal roots whatever the order of the edits.
// One mechanism serves backup, restore, comparison and proof.
//
// What to use when:
//
//   - Build reads all rows and makes the tree; with a nil emit it is the proof after a restore.
//   - Tree.Update follows edits: it reads only the rows around the keys that changed.
//   - Tree.Nodes gives the nodes that the remote lacks; Packer lays them into packs, OpenPack reads one.
//   - Walk gives back every row under a root, proving all of it; Range and Lookup give a part.
//   - Diff compares two roots and reads only what differs; Names lists what a root refers to.
//
// The package works on opaque row bytes. Beware: it cannot see whether the bytes under a key tell of
// that key; who decodes a row compares. Beware also that Update believes its list of dirty keys: a key
// that is missing there makes a root that no other device has. Build is the remedy.
//
// # Format
//
// Rows are ordered by the bytes of the table name, then by id. HMAC is HMAC-SHA256 under the tree key;
// n(x) is the number x as an unsigned varint (LEB128) without leading zero groups.
//
//	rank of a row   z = leading zero bits of HMAC("farne tree cut 1" ‖ table ‖ id), of the first 64;
//	                0 if z < 4, else 1 + (z-4)/3
//	key             n(length of table) ‖ table ‖ id; where the table is that of the key before in the
//	                same node, n(0) ‖ id
//	leaf            byte 0 ‖ rows; a row is key ‖ n(length) ‖ bytes
//	inner node      byte level (1…31) ‖ children; a child is key of its last row ‖ n(rows below) ‖ name
//	name of a node  HMAC(content); content begins with its level, the label of a rank with 'f'
//
// Rows in order are cut into leaves. A node of level ℓ (a leaf: 0) ends after the item whose last row
// has a rank above ℓ, or after the item that brings its content to 1 MiB or more; the last node of a
// level ends where the rows end. While a level has more than one node, the next level is cut from its
// nodes in the same way. The root is the one node of the lowest level that has only one; a node inside
// may well have a single child. The root of no rows is the name of a leaf without rows (the byte 0);
// that node is in no pack.
//
// A cut that 1 MiB forces depends only on the rows since the cut before, thus on the rows alone. An
// author of rows who holds the key can choose ids that cut always or never: nodes then hold one item,
// or 1 MiB, and nothing else happens.
//
// A child names the last row below it, so that one row is found without reading a whole level, and
// counts, so that progress and loss are known; it tells no location. Where a node lies is told by the
// index of its pack:
//
//	pack            byte 1 ‖ n(nodes) ‖ index ‖ contents; an index entry is name ‖ n(length)
//
// Contents stand in the order of the index without gaps: a node's offset is the sum of the lengths
// before it, so that overlaps and holes cannot be written down.
package tree
