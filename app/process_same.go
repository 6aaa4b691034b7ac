//go:build !production

package app

// replaceProcess is nothing in tests and in the browser harness: there locking closes the practice and
// goes to the unlock screen, in the same process.
var replaceProcess func() error
