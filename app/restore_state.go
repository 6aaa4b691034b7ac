package app

import (
	"farne/app/record"
)

// RestoreState is all that the wizard shows; it survives a reload of the window.
type RestoreState struct {
	Phase    string          `json:"phase"`
	Source   RestoreFound    `json:"source"`
	Check    RestoreCheck    `json:"check"`
	Progress RestoreProgress `json:"progress"`
	Result   RestoreResult   `json:"result"`
	Code     string          `json:"code"`
	Message  string          `json:"message"`
	Hint     string          `json:"hint"`
}

// RestoreFound is what the words and the place show.
type RestoreFound struct {
	Practice string      `json:"practice"`
	Place    string      `json:"place"`
	People   []PersonRef `json:"people"`
	Backups  []BackupRow `json:"backups"`
}

// RestoreCheck is what a restore would bring.
type RestoreCheck struct {
	Backup      string   `json:"backup"`
	Records     int64    `json:"records"`
	Bytes       int64    `json:"bytes"`
	NewestShown string   `json:"newestShown"`
	Later       int      `json:"later"`
	Problems    []string `json:"problems"`
}

// RestoreProgress is how far a check or a restore has come.
type RestoreProgress struct {
	Records      int64 `json:"records"`
	RecordsTotal int64 `json:"recordsTotal"`
	Bytes        int64 `json:"bytes"`
	BytesTotal   int64 `json:"bytesTotal"`
	Kept         int64 `json:"kept"` // of Bytes, what an earlier attempt had read
}

// RestoreResult is the proof of what came back.
type RestoreResult struct {
	Records     int64          `json:"records"`
	Bytes       int64          `json:"bytes"`
	Seconds     float64        `json:"seconds"`
	RootMatches bool           `json:"rootMatches"`
	Roots       []RestoredRoot `json:"roots"`
	NewestShown string         `json:"newestShown"`
	BackupShown string         `json:"backupShown"`
	Errors      int            `json:"errors"`
}

// RestoredRoot is the root of one compartment, recomputed from the restored rows.
type RestoredRoot struct {
	Compartment string `json:"compartment"`
	Root        string `json:"root"`
	Records     int64  `json:"records"`
	Matches     bool   `json:"matches"`
}

// WordsCheck tells how far typed words are a recovery phrase.
type WordsCheck struct {
	Unknown       []int `json:"unknown"`
	Complete      bool  `json:"complete"`
	ChecksumWrong bool  `json:"checksumWrong"`
}

// RestoreSource is where to look, and the words.
type RestoreSource struct {
	Words  []string `json:"words"`
	Kind   string   `json:"kind"`
	Folder string   `json:"folder"`
	S3     S3Input  `json:"s3"`
}

// RestoreStart is who restores what.
type RestoreStart struct {
	Backup   string `json:"backup"`
	Person   string `json:"person"`
	Password string `json:"password"`
}

func idleState() RestoreState {
	return RestoreState{
		Phase: "idle", Source: RestoreFound{People: []PersonRef{}, Backups: []BackupRow{}}, Check: RestoreCheck{Problems: []string{}},
		Result: RestoreResult{Roots: []RestoredRoot{}},
	}
}

func resultOf(t tongue, lost *record.Lost, r record.RestoreReport) RestoreResult {
	result := RestoreResult{
		Records: r.Rows, Bytes: r.Bytes, Seconds: r.Seconds, RootMatches: r.RootMatches, Roots: []RestoredRoot{},
		NewestShown: t.instant(r.NewestChange), Errors: len(r.Alarms),
	}
	records := lost.RowsOf(r.Backup)
	for _, compartment := range sortedKeys(r.Roots) {
		root := r.Roots[compartment]
		result.Roots = append(result.Roots, RestoredRoot{Compartment: compartment, Root: shortRoot(root), Records: records[compartment], Matches: true})
	}
	for _, b := range lost.List() {
		if b.ID == r.Backup {
			result.BackupShown = t.instant(b.Time)
		}
	}
	return result
}

// shortRoot is enough of a root to compare by eye: its first and last digits.
func shortRoot(root string) string {
	if len(root) < 8 {
		return root
	}
	return root[:4] + "…" + root[len(root)-4:]
}
