package remote

import (
	"fmt"
	"strings"

	"farne/sync/failure"
)

// The limits of names, in bytes: what the narrowest file systems take.
const (
	maxName    = 240
	maxSegment = 120
)

// CheckName accepts what can be an object's name in every store: segments of a-z, 0-9, '-' and '_'
// between single slashes, each beginning with a letter or digit. So a name is a safe file path on
// every system (no dots, so no "..", no case, no device name of Windows), needs no escaping in a URL,
// and sorts by bytes as text.
func CheckName(name string) error {
	if name == "" || len(name) > maxName {
		return badName("object name", name, fmt.Sprintf("must have 1 to %d bytes", maxName))
	}
	for segment := range strings.SplitSeq(name, "/") {
		if why := checkSegment(segment); why != "" {
			return badName("object name", name, why)
		}
	}
	return nil
}

// CheckPrefix accepts the beginning of a name, the empty one included.
func CheckPrefix(prefix string) error {
	if prefix == "" {
		return nil
	}
	// Whatever a prefix ends with, one more letter makes a name of it.
	return CheckName(prefix + "x")
}

// CheckPut accepts a name and data that Put may write.
func CheckPut(name string, data []byte) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if len(data) == 0 || len(data) > MaxSize {
		return failure.New(failure.BadInput, fmt.Sprintf("An object of %d bytes cannot be sent; nothing left this laptop.", len(data)), "")
	}
	return nil
}

func checkSegment(s string) string {
	switch {
	case s == "":
		return "has an empty segment"
	case len(s) > maxSegment:
		return fmt.Sprintf("has a segment of more than %d bytes", maxSegment)
	case s[0] == '-' || s[0] == '_':
		return "has a segment that begins with a mark"
	case windowsDevice(s):
		return "has a segment that Windows keeps for a device"
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return "has a byte other than a-z, 0-9, '-', '_' and '/'"
		}
	}
	return ""
}

// A file of one of these names cannot be made on Windows, whatever its folder.
func windowsDevice(s string) bool {
	switch s {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(s) == 4 && (s[:3] == "com" || s[:3] == "lpt") && s[3] >= '0' && s[3] <= '9'
}

func badName(what, name, why string) error {
	return failure.New(failure.BadInput, fmt.Sprintf("The %s %q %s; nothing left this laptop.", what, name, why), "")
}
