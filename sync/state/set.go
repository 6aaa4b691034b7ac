package state

import "slices"

// The sets of this package are short ascending slices. None of these functions writes into a slice it
// was given, so that rows and their copies may share them.

// sortedSet gives the elements ascending and once; the slice itself if it is so already.
func sortedSet[T comparable](in []T, compare func(a, b T) int) []T {
	if ascending(in, compare) {
		return in
	}
	out := slices.Clone(in)
	slices.SortFunc(out, compare)
	return slices.Compact(out)
}

// unite gives the union of a sorted set and any elements; the set itself if it holds them already.
func unite[T comparable](set, more []T, compare func(a, b T) int) []T {
	missing := 0
	for i := range more {
		if _, found := slices.BinarySearchFunc(set, more[i], compare); !found {
			missing++
		}
	}
	if missing == 0 {
		return set
	}
	out := make([]T, 0, len(set)+len(more))
	return sortedSet(append(append(out, set...), more...), compare)
}

// filter gives the elements that are kept, in a slice of its own; nil when there are none.
func filter[T any](in []T, keep func(T) bool) []T {
	var out []T
	for _, x := range in {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

func ascending[T any](in []T, compare func(a, b T) int) bool {
	for i := 1; i < len(in); i++ {
		if compare(in[i-1], in[i]) >= 0 {
			return false
		}
	}
	return true
}
