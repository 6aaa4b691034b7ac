package seal

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxNumber is the highest number that an object name can carry; numbers have twelve digits.
const MaxNumber = 999_999_999_999

// Name is an object's name in its parts. Which parts a kind has, Kind's constants say; the others
// are zero.
type Name struct {
	Kind        Kind
	Compartment ID
	Device      ID
	Object      ID     // of a pack, a large value, a join
	Number      uint64 // sequence of a chain, n of a member record or backup, number of a chunk
}

// String is the name as the remote knows it; empty for an unknown kind.
func (n Name) String() string {
	switch n.Kind {
	case Member:
		return fmt.Sprintf("m/%012d-%s", n.Number, n.Device)
	case JoinRequest:
		return "j/" + n.Object.String() + "/q"
	case JoinAnswer:
		return "j/" + n.Object.String() + "/a"
	case Batch:
		return fmt.Sprintf("c/%s/%s/%012d", n.Compartment, n.Device, n.Number)
	case Hint:
		return fmt.Sprintf("h/%s/%s", n.Compartment, n.Device)
	case Pack:
		return fmt.Sprintf("t/%s/%s", n.Compartment, n.Object)
	case Backup:
		return fmt.Sprintf("b/%s/%012d", n.Device, n.Number)
	case Chunk:
		return fmt.Sprintf("a/%s/%s/%012d", n.Compartment, n.Object, n.Number)
	case Log:
		return fmt.Sprintf("l/%s/%012d", n.Device, n.Number)
	}
	return ""
}

// ParseName reads a name, accepting only what String writes. The fault is BadName.
func ParseName(text string) (Name, error) {
	n, err := splitName(text)
	if err != nil || n.String() != text || n.Number > MaxNumber {
		return Name{}, refuse(BadName, text, "")
	}
	if n.Kind != Hint && n.Number < kinds[n.Kind].first {
		return Name{}, refuse(BadName, text, "numbers begin at 1")
	}
	return n, nil
}

func splitName(text string) (n Name, err error) {
	part := strings.Split(text, "/")
	shape := fmt.Sprintf("%s %d", part[0], len(part))
	switch shape {
	case "m 2":
		number, device, _ := strings.Cut(part[1], "-")
		n.Kind = Member
		err = fill(field{&n.Number, number}, field{&n.Device, device})
	case "j 3":
		n.Kind = JoinRequest
		if part[2] == "a" {
			n.Kind = JoinAnswer
		}
		err = fill(field{&n.Object, part[1]})
	case "c 4":
		n.Kind = Batch
		err = fill(field{&n.Compartment, part[1]}, field{&n.Device, part[2]}, field{&n.Number, part[3]})
	case "h 3":
		n.Kind = Hint
		err = fill(field{&n.Compartment, part[1]}, field{&n.Device, part[2]})
	case "t 3":
		n.Kind = Pack
		err = fill(field{&n.Compartment, part[1]}, field{&n.Object, part[2]})
	case "b 3":
		n.Kind = Backup
		err = fill(field{&n.Device, part[1]}, field{&n.Number, part[2]})
	case "a 4":
		n.Kind = Chunk
		err = fill(field{&n.Compartment, part[1]}, field{&n.Object, part[2]}, field{&n.Number, part[3]})
	case "l 3":
		n.Kind = Log
		err = fill(field{&n.Device, part[1]}, field{&n.Number, part[2]})
	default:
		err = BadName
	}
	return n, err
}

// field is one part of a name and where it goes.
type field struct {
	to   any // *ID or *uint64
	text string
}

func fill(fields ...field) (err error) {
	for _, f := range fields {
		switch to := f.to.(type) {
		case *ID:
			*to, err = ParseID(f.text)
		case *uint64:
			*to, err = strconv.ParseUint(f.text, 10, 64)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Prefixes for Store.List: everything of a kind, or of one chain.
const (
	MemberPrefix = "m/"
	JoinPrefix   = "j/"
	BatchPrefix  = "c/"
	HintPrefix   = "h/"
	PackPrefix   = "t/"
	BackupPrefix = "b/"
	ChunkPrefix  = "a/"
	LogPrefix    = "l/"
)

// ChainPrefix is the prefix of a device's batches in one compartment.
func ChainPrefix(compartment, device ID) string {
	return fmt.Sprintf("%s%s/%s/", BatchPrefix, compartment, device)
}
