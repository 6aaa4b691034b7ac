package home

// guard has nothing to do: the profile folder's access list, which a home below it inherits, lets in
// its user and the administrators only.
func guard(string) error { return nil }
