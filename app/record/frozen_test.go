package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"farne/app/access"
	"farne/app/store"
	"farne/app/vault/secret"
	"farne/build/vector"
	"farne/sync/clock"
	"farne/sync/remote"
	"farne/sync/seal"
)

// frozenFiles are what freeze makes, in testdata/format; expected.json says what they hold.
var frozenFiles = []string{"home-1", "home-1.key", "remote-1", "kit-1.txt", "kit-1.pdf"}

// frozenState is testdata/format/expected.json: what home-1 and remote-1 hold.
type frozenState struct {
	About     string                       `json:"about"`
	Practice  string                       `json:"practice"`
	Person    string                       `json:"person"`
	Password  string                       `json:"password"`
	Words     string                       `json:"recovery_words"`
	Device    seal.ID                      `json:"device"` // of home-1
	Roots     map[string]frozenRoot        `json:"roots"`  // of what is sealed, by compartment
	Shown     map[string]map[string]rowsOf `json:"shown"`  // by compartment and table, with what is not sealed
	Conflicts []frozenConflict             `json:"conflicts"`
	Unsealed  map[string]int               `json:"rows_with_unsealed_changes"`
	Unsent    map[string]int               `json:"sealed_batches_unsent"`
	Chunks    []string                     `json:"chunks"`
	Audit     frozenAudit                  `json:"audit"`
	Backups   []frozenBackup               `json:"backups"` // newest first
	Objects   map[string]int               `json:"objects"` // in remote-1, by the first letter of their names
}

type frozenRoot struct {
	ID   seal.ID          `json:"id"`
	Root string           `json:"root"`
	Rows map[string]int64 `json:"rows"`
}

// rowsOf is a table: by row and column, a text, a number, or what is in brackets.
type rowsOf map[string]map[string]any

type frozenConflict struct {
	ID       string          `json:"id"`
	Columns  []string        `json:"columns"`
	Versions []frozenVersion `json:"versions"` // newest first
}

type frozenVersion struct {
	Values  map[string]any `json:"values"` // of the columns
	Deleted bool           `json:"deleted"`
}

type frozenAudit struct {
	Entries uint64     `json:"entries"`
	Head    vector.Hex `json:"head"` // [sequence, hash, signature]
}

type frozenBackup struct {
	ID    string            `json:"id"`
	Rows  int64             `json:"rows"`
	Roots map[string]string `json:"roots"`
}

// TestFrozen opens what an earlier version wrote, as a laptop does that was updated: the home with the
// password and with the recovery words, the remote with both.
func TestFrozen(t *testing.T) {
	t.Parallel()
	switch os.Getenv("FARNE_FORMAT") {
	case "freeze":
		freeze(t, false)
	case "freeze-anew":
		freeze(t, true)
	}
	want := vector.Read[frozenState](t, "expected.json")
	c := thaw(t)
	a := c.open("home-1")
	got := c.describe(a)
	got.Audit = want.Audit // looking adds entries
	if !reflect.DeepEqual(plainly(t, got), plainly(t, want)) {
		t.Errorf("%s", difference(plainly(t, got), plainly(t, want)))
	}
	a.auditIsWhole(want.Audit)
	if _, _, err := a.SetRemote(c.ctx(), remote.Config{Kind: remote.KindFolder, Folder: c.folder}); err != nil {
		t.Fatal(err)
	}
	a.whole()
	a.clean()
	a.whole()
	c.backupsComeBack(a, want.Backups)
	c.wordsOpen(want)
}

// thaw takes a copy of what is frozen. The clock is the real one: a home may be opened years later.
func thaw(t *testing.T) *clinicUnderTest {
	t.Helper()
	c := &clinicUnderTest{t: t, dir: t.TempDir(), person: frozenPerson, password: frozenPassword, now: clock.Now()}
	for _, name := range frozenFiles {
		copyWithin(t, vector.Path(t, name), filepath.Join(c.dir, name))
	}
	c.folder = filepath.Join(c.dir, "remote-1")
	var err error
	if c.kit.Secret, err = ReadKit(filepath.Join(c.dir, "kit-1.txt")); err != nil {
		t.Fatal(err)
	}
	if pdf, err := ReadKit(filepath.Join(c.dir, "kit-1.pdf")); err != nil || !pdf.Equal(c.kit.Secret) {
		t.Errorf("the printed kit: %v", err)
	}
	return c
}

// describe is what the home and the remote say.
func (c *clinicUnderTest) describe(l *laptop) frozenState {
	c.t.Helper()
	words, err := c.kit.Page(c.now, remote.Config{})
	c.must(err)
	v := frozenState{
		About:    "What home-1 and remote-1 hold. Long texts and bytes stand in brackets, with their length and SHA-256 or in hexadecimal digits.",
		Practice: l.members.Load().Practice().String(), Person: c.person, Password: c.password, Words: strings.Join(words.Words.Reveal(), " "), Device: l.device.ID,
		Roots: map[string]frozenRoot{}, Shown: map[string]map[string]rowsOf{}, Unsealed: map[string]int{}, Unsent: map[string]int{}, Objects: map[string]int{},
	}
	for _, p := range l.places() {
		file := l.store.Compartment(p.Name)
		s, err := p.Replica.Snapshot(c.ctx(), p.Secret())
		c.must(err)
		rows, err := s.Counts()
		c.must(err)
		v.Roots[p.Name] = frozenRoot{p.ID, s.Tree().Root().Name.String(), rows}
		c.must(s.Close())
		v.Shown[p.Name] = l.shown(file)
		v.Unsealed[p.Name], err = file.Unsealed(c.ctx())
		c.must(err)
		unsent := 0
		c.must(file.Unsent(c.ctx(), func(uint64, string, []byte) error { unsent++; return nil }))
		v.Unsent[p.Name] = unsent
		chunks, err := file.Chunks(c.ctx())
		c.must(err)
		v.Chunks = append(v.Chunks, chunks...)
	}
	v.Conflicts = l.disagreements()
	v.Backups = c.backups()
	for _, name := range c.objects("") {
		if n, err := seal.ParseName(name); err == nil {
			v.Objects[n.Kind.String()]++
		}
	}
	return v
}

// shown is every row of a file as a screen reads it.
func (l *laptop) shown(file *store.Compartment) map[string]rowsOf {
	l.t.Helper()
	tables := map[string]rowsOf{}
	for _, table := range file.Tables() {
		rows := rowsOf{}
		records, err := l.store.All(context.Background(), file.Name(), table.Name)
		l.c.must(err)
		for _, r := range records {
			columns := map[string]any{}
			for name, value := range r.Values {
				if value != nil {
					columns[name] = showColumn(value)
				}
			}
			rows[r.ID.String()] = columns
		}
		tables[table.Name] = rows
	}
	return tables
}

func showColumn(value any) any {
	switch v := value.(type) {
	case []byte:
		return "[" + hex.EncodeToString(v) + "]"
	case string:
		if len(v) > 1000 {
			sum := sha256.Sum256([]byte(v))
			return fmt.Sprintf("[%d bytes, SHA-256 %x]", len(v), sum)
		}
	}
	return value
}

func (l *laptop) disagreements() (shown []frozenConflict) {
	l.t.Helper()
	found, err := l.Conflicts(context.Background())
	l.c.must(err)
	for _, f := range found {
		one := frozenConflict{ID: f.ID, Columns: f.Columns}
		for _, v := range f.Versions {
			version := frozenVersion{map[string]any{}, v.Deleted}
			for _, column := range f.Columns {
				version.Values[column] = showColumn(v.record.Values[column])
			}
			one.Versions = append(one.Versions, version)
		}
		shown = append(shown, one)
	}
	slices.SortFunc(shown, func(a, b frozenConflict) int { return strings.Compare(a.ID, b.ID) })
	return shown
}

// backups are those that the recovery words show.
func (c *clinicUnderTest) backups() (shown []frozenBackup) {
	c.t.Helper()
	lost := c.lost()
	if len(lost.Alarms) > 0 {
		c.t.Errorf("alarms %+v", lost.Alarms)
	}
	for _, b := range lost.Backups {
		one := frozenBackup{ID: b.ID, Rows: b.Rows(), Roots: map[string]string{}}
		for _, part := range b.Parts {
			for _, known := range lost.Members.Compartments() {
				if known.ID == part.Compartment {
					one.Roots[known.Name] = part.Root.String()
				}
			}
		}
		shown = append(shown, one)
	}
	return shown
}

func (c *clinicUnderTest) lost() *Lost {
	c.t.Helper()
	lost, err := FindLost(c.ctx(), remote.Config{Kind: remote.KindFolder, Folder: c.folder}, c.kit.Secret, clock.Now)
	c.must(err)
	return lost
}

// auditIsWhole proves the log, through the head that stood at its end when it was frozen.
func (l *laptop) auditIsWhole(want frozenAudit) {
	l.t.Helper()
	head, err := access.UnmarshalHead(want.Head)
	l.c.must(err)
	r, err := l.audit.Verify(context.Background(), l.device.Signing.Public(), []access.Head{head})
	if err != nil || len(r.Problems) > 0 || r.Entries < want.Entries {
		l.t.Errorf("the audit log: %+v, %v", r, err)
	}
}

// backupsComeBack restores each backup into a home of its own, which then takes part.
func (c *clinicUnderTest) backupsComeBack(a *laptop, backups []frozenBackup) {
	c.t.Helper()
	for _, b := range backups {
		l, r, err := c.tryRestore("of-"+b.ID, b.ID)
		c.must(err)
		if !r.RootMatches || len(r.Alarms) > 0 || !reflect.DeepEqual(r.Roots, b.Roots) || r.Rows != b.Rows {
			c.t.Errorf("restored from %s: %+v", b.ID, r)
		}
		l.settle(a)
		l.agree(a)
		if !reflect.DeepEqual(plainly(c.t, l.disagreements()), plainly(c.t, a.disagreements())) {
			c.t.Errorf("after a restore from %s there are other conflicts", b.ID)
		}
	}
}

// wordsOpen opens the home with the recovery words, its key file being lost: what was not sealed is there.
func (c *clinicUnderTest) wordsOpen(want frozenState) {
	c.t.Helper()
	copyWithin(c.t, vector.Path(c.t, "home-1"), filepath.Join(c.dir, "found"))
	e := c.entrance("found")
	e.Password = secret.New([]byte("sample puffins at dusk"))
	if _, err := Unlock(c.ctx(), e, c.kit.Secret); err != nil {
		c.t.Fatal(err)
	}
	p, err := Open(c.ctx(), e)
	c.must(err)
	l := c.laptop("found", p)
	l.auditIsWhole(want.Audit)
	got := c.describe(l)
	if !reflect.DeepEqual(plainly(c.t, got.Shown), plainly(c.t, want.Shown)) || !reflect.DeepEqual(got.Unsealed, want.Unsealed) {
		c.t.Errorf("unlocked by the words: %s", difference(plainly(c.t, got.Shown), plainly(c.t, want.Shown)))
	}
}

// TestFrozenIsClosed looks for what nobody may read in the frozen files.
func TestFrozenIsClosed(t *testing.T) {
	for _, name := range []string{"home-1", "remote-1"} {
		eachFile(t, vector.Path(t, name), func(path string, content []byte) {
			for _, clear := range []string{"Sample", "sample", "SQLite format 3", "care", "/tmp", "/home", "/Users", "\\Users"} {
				if strings.Contains(string(content), clear) && !(clear == "care" && filepath.Base(path) == "care.db.keys") {
					t.Errorf("%s holds %q in clear", filepath.Base(path), clear)
				}
			}
			if len(content) > 1<<20 {
				t.Errorf("%s has %d bytes", filepath.Base(path), len(content))
			}
		})
	}
}

func eachFile(t *testing.T, root string, do func(path string, content []byte)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		do(path, content)
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files below %s, %v", files, root, err)
	}
}

// plainly is a value as JSON gives it back.
func plainly(t *testing.T, v any) (plain any) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &plain)
	}
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// difference names the first place where two plain values differ.
func difference(got, want any) string {
	a, isMap := got.(map[string]any)
	b, both := want.(map[string]any)
	if !isMap || !both {
		return fmt.Sprintf("%v, not %v", got, want)
	}
	for key := range b {
		if !reflect.DeepEqual(a[key], b[key]) {
			return key + ": " + difference(a[key], b[key])
		}
	}
	return fmt.Sprintf("more than %v", reflect.ValueOf(b).MapKeys())
}
