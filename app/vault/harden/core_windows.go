package harden

import "golang.org/x/sys/windows"

// noCore keeps Windows Error Reporting from catching a crash of this process, and so from writing a
// dump of it.
func noCore() error {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX)
	return nil
}
