package tree

// The first two were chosen by BenchmarkDay: what a day of 430 edits, 120 of them to random old rows,
// adds to 20,000 patients, 100,000 notes and 300,000 observations, compressed and padded; and what a
// full backup of the same weighs. A row that is edited stands in a leaf of twice the average, and
// compression hardly minds small leaves, so the day follows the leaf; inner nodes are names, which
// nothing compresses, and near every one of a wide tree changes every day.
//
//	rows a leaf   children   a day    full
//	     8            8      491 kB   62.9 MB   twice the leaves to remember
//	    16            4      705 kB   61.1 MB   two more levels to look up
//	    16            8      754 kB   60.5 MB
//	    16           16      819 kB   60.4 MB
//	    16           32      934 kB   60.4 MB
//	    32            8     1442 kB   58.8 MB
//	    32           32     1606 kB   58.8 MB
const (
	// leafBits: a leaf holds 2^leafBits rows on average.
	leafBits = 4
	// innerBits: an inner node has 2^innerBits children on average.
	innerBits = 3
	// cutBytes: a node ends after the item that brings its content to this length.
	cutBytes = 1 << 20
	// maxLevel bounds what is accepted. Ranks reach 21, and above them only cutBytes cuts, which
	// divides the nodes of a level by thousands.
	maxLevel = 31
	// rankLabel separates ranks from names. With the longest table name of today and an id it fits
	// into one block of SHA-256.
	rankLabel = "farne tree cut 1"
)

// emptyLeaf is the content that names the empty tree.
var emptyLeaf = []byte{0}

// ends tells whether a node of this level and content length ends after an item whose last row has
// this rank.
func ends(level, rank, length int) bool { return rank > level || length >= cutBytes }
