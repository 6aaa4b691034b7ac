//go:build !linux

package app

// sweepWebView does nothing: the other systems' web views keep what they keep in folders of their own,
// which they share with nobody, and Farne stores nothing there.
func sweepWebView() {}
