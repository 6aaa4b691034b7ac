package state

import (
	"strings"
	"testing"
)

// The parts of a well-formed row, in hexadecimal, to spoil one at a time.
const (
	hexID     = "50000102030405060708090a0b0c0d0e0f"
	hexStamp  = "5000000000000100000102030405060708"
	hexStamp2 = "5000000000000200000102030405060708"
	hexRow    = "86" + "6174" + hexID + "80" + "8183" + hexStamp + hexID + "00" + "a1616182" + "0001" + "80"
	hex32     = "5820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	hexLarge  = "d9fa52" + "86" + hexID + "03" + "1a00010001" + hex32 + hex32 + "81" + hex32
)

// malformedRows are rows in hexadecimal with one thing spoilt.
func malformedRows(t *testing.T) map[string]string {
	t.Helper()
	spoil := func(old, new string) string {
		if strings.Count(hexRow, old) != 1 {
			t.Fatalf("%s is not once in %s", old, hexRow)
		}
		return strings.Replace(hexRow, old, new, 1)
	}
	column := func(versions string) string { return spoil("a16161820001", "a16161"+versions) }
	return map[string]string{
		"nothing":                          "",
		"another type":                     "a0",
		"cut short":                        hexRow[:len(hexRow)-2],
		"bytes left over":                  hexRow + "00",
		"an array of another length":       "87" + hexRow[2:],
		"an indefinite array":              "9f" + hexRow[2:] + "ff",
		"a long head":                      "9806" + hexRow[2:],
		"a tag":                            "c0" + hexRow,
		"an empty table":                   spoil("866174", "8660"),
		"a table that is not UTF-8":        spoil("866174", "8661ff"),
		"an id of 15 bytes":                spoil("866174"+hexID, "8661744f"+hexID[2:32]),
		"subjects that repeat":             spoil(hexID+"80", hexID+"82"+hexID+hexID),
		"more subjects than bytes":         spoil(hexID+"80", hexID+"99ffff"),
		"no stamp":                         "866174" + hexID + "8080a1616182000180",
		"a stamp twice":                    spoil("8183"+hexStamp+hexID+"00", "8283"+hexStamp+hexID+"0083"+hexStamp+hexID+"00"),
		"a stamp without a version":        spoil("8183"+hexStamp+hexID+"00", "8283"+hexStamp+hexID+"0083"+hexStamp2+hexID+"00"),
		"a zero hlc":                       spoil(hexStamp, "50"+strings.Repeat("00", 16)),
		"an hlc of 2^43 ms":                spoil(hexStamp, "5008000000000000000102030405060708"),
		"a recorded_at beyond 64 bits":     spoil(hexID+"00a1", hexID+"1b8000000000000000a1"),
		"no column":                        spoil("a16161820001", "a0"),
		"a column twice":                   spoil("a16161820001", "a261618200016161820001"),
		"columns that descend":             spoil("a16161820001", "a261628200016161820001"),
		"a longer column first":            spoil("a16161820001", "a26261618200016162820001"),
		"an empty column name":             spoil("a16161820001", "a160820001"),
		"a column without versions":        column("80"),
		"half a version":                   column("8100"),
		"a version without a stamp":        column("820101"),
		"a version twice":                  column("8400010001"),
		"a long integer":                   column("82001801"),
		"an integer of 16 bits too long":   column("82001900ff"),
		"an integer of 32 bits too long":   column("82001a0000ffff"),
		"an integer of 64 bits too long":   column("82001b00000000ffffffff"),
		"a reserved head":                  column("82001c"),
		"an integer of 65 bits":            column("82001b8000000000000000"),
		"a negative integer of 65 bits":    column("82003b8000000000000000"),
		"false":                            column("8200f4"),
		"undefined":                        column("8200f7"),
		"NaN":                              column("8200f97e00"),
		"minus zero":                       column("8200f98000"),
		"a long float":                     column("8200fa3f800000"),
		"a longer float":                   column("8200fb3ff0000000000000"),
		"a text that is not UTF-8":         column("820061ff"),
		"an indefinite text":               column("82007f6161ff"),
		"a nested value":                   column("82008101"),
		"a value longer than the input":    column("82005b7fffffffffffffff"),
		"a large value of another tag":     column("8200" + strings.Replace(hexLarge, "fa52", "fa53", 1)),
		"a large value of five parts":      column("8200" + strings.Replace(hexLarge, "86", "85", 1)),
		"a large number":                   column("8200" + strings.Replace(hexLarge, "031a", "011a", 1)),
		"a large value that is small":      column("8200" + strings.Replace(hexLarge, "1a00010001", "1a00010000", 1)),
		"a large value with a short key":   column("8200" + strings.Replace(hexLarge, "5820", "581f", 1)),
		"a large value without a chunk":    column("8200" + hexLarge[:len(hexLarge)-70] + "80"),
		"a deletion that is no list":       spoil("a16161820001", "a1685f64656c65746564820001"),
		"a deletion of a later version":    spoil("a16161820001", "a1685f64656c65746564820055818261"+"61"+hexStamp2),
		"pending twice":                    hexRow[:len(hexRow)-2] + "82" + "826161" + hexStamp + "826161" + hexStamp,
		"pending with a zero hlc":          hexRow[:len(hexRow)-2] + "81" + "826161" + "50" + strings.Repeat("00", 16),
		"pending of another length":        hexRow[:len(hexRow)-2] + "81" + "816161",
		"depth where there should be none": strings.Repeat("81", 100_000),
	}
}

// malformedValues are values in hexadecimal that no row or change may hold.
var malformedValues = map[string]string{
	"nothing": "", "false": "f4", "true": "f5", "undefined": "f7", "a simple value": "e0", "NaN": "f97e00", "minus zero": "f98000", "a NaN of 32 bits": "fa7fc00000",
	"a long float": "fa3f800000", "a longer float": "fb3ff0000000000000", "a long float that is a half": "fa38800000",
	"a long integer": "1801", "an integer of 65 bits": "1b8000000000000000", "a negative integer of 65 bits": "3b8000000000000000",
	"a text that is not UTF-8": "61ff", "a text with a surrogate": "63eda080", "an indefinite text": "7f6161ff", "an indefinite blob": "5f4161ff", "an array": "80", "a map": "a0",
	"a tag that is none of ours": "c001", "a text that is cut short": "6261", "bytes after it": "0100", "a bignum": "c2490100000000000000ff",
	"a large value of no chunk": hexLarge[:len(hexLarge)-70] + "80", "a large value with a chunk too many": hexLarge[:len(hexLarge)-70] + "82" + hex32 + hex32,
}

const hexChange = "87" + "6174" + hexID + hexStamp2 + hexID + "00" + "80" + "81" + "83" + "6161" + "01" + "81" + hexStamp

// malformedChanges are changes in hexadecimal with one thing spoilt.
func malformedChanges() map[string]string {
	head := "87" + "6174" + hexID + hexStamp2 + hexID + "00"
	edits := func(list string) string { return head + "80" + list }
	other := "50ff0102030405060708090a0b0c0d0e0f"
	return map[string]string{
		"nothing": "", "cut short": hexChange[:len(hexChange)-2], "bytes left over": hexChange + "00", "a row": hexRow,
		"an indefinite array":               "9f" + hexChange[2:] + "ff",
		"a zero hlc":                        "87" + "6174" + hexID + "50" + strings.Repeat("00", 16) + hexID + "00" + "80" + "81" + "83" + "6161" + "01" + "80",
		"a table without a name":            "87" + "60" + hexID + hexStamp2 + hexID + "00" + "80" + "81" + "83" + "6161" + "01" + "80",
		"a recorded_at that is a float":     "87" + "6174" + hexID + hexStamp2 + hexID + "f90000" + "80" + "81" + "83" + "6161" + "01" + "80",
		"subjects that do not ascend":       head + "82" + other + hexID + "81" + "83" + "6161" + "01" + "80",
		"a subject twice":                   head + "82" + hexID + hexID + "81" + "83" + "6161" + "01" + "80",
		"no edit":                           edits("80"),
		"a column without a name":           edits("81" + "83" + "60" + "01" + "80"),
		"a column twice":                    edits("82" + "83" + "6161" + "01" + "80" + "83" + "6161" + "01" + "80"),
		"columns that do not ascend":        edits("82" + "83" + "6162" + "01" + "80" + "83" + "6161" + "01" + "80"),
		"a longer column before a shorter":  edits("82" + "83" + "626161" + "01" + "80" + "83" + "6162" + "01" + "80"),
		"an edit of two parts":              edits("81" + "82" + "6161" + "01"),
		"its own stamp as base":             edits("81" + "83" + "6161" + "01" + "81" + hexStamp2),
		"a base twice":                      edits("81" + "83" + "6161" + "01" + "82" + hexStamp + hexStamp),
		"bases that do not ascend":          edits("81" + "83" + "6161" + "01" + "82" + "5000000000000100010102030405060708" + hexStamp),
		"a deletion by a text":              edits("81" + "83" + "685f64656c65746564" + "6161" + "80"),
		"a deletion that lists a deletion":  edits("81" + "83" + "685f64656c65746564" + "581c" + "81" + "82" + "685f64656c65746564" + hexStamp + "80"),
		"a deletion that lists a later one": edits("81" + "83" + "685f64656c65746564" + "55" + "81" + "82" + "6161" + "5000000000000300000102030405060708" + "80"),
		"a deletion whose list is too long": edits("81" + "83" + "685f64656c65746564" + "56" + "81" + "82" + "6161" + hexStamp + "00" + "80"),
	}
}
