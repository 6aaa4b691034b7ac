package app

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"farne/app/record"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
	"farne/sync/seal"
)

// A check without words of its own would show its raw name, so the reports of real places, Go's table,
// the window's type and its catalogue are held together.
func TestEveryCheckHasWords(t *testing.T) {
	text, err := os.ReadFile("../frontend/src/lib/i18n/en-GB/safety.json")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue struct {
		Remote struct{ Check map[string]string }
	}
	if err := json.Unmarshal(text, &catalogue); err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("../frontend/src/lib/api/remote.ts")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?s)export type CheckName =(.*?)\n\n`).FindString(string(source))
	inWindow := names(regexp.MustCompile(`'(\w+)'`), declared)
	inGo := slices.Sorted(maps.Values(checkNames))
	if inWords := slices.Sorted(maps.Keys(catalogue.Remote.Check)); !slices.Equal(inGo, inWords) || !slices.Equal(inGo, inWindow) {
		t.Errorf("Go has     %v\nwords for  %v\nthe window %v", inGo, inWords, inWindow)
	}
	reported := map[string]bool{}
	for name, report := range reportsOfRealPlaces(t) {
		for _, c := range report.Checks {
			reported[c.Name] = true
			if checkNames[c.Name] == "" {
				t.Errorf("%s reports %q, which has no name in the window", name, c.Name)
			}
		}
	}
	for check := range checkNames {
		if !reported[check] {
			t.Errorf("no place reports %q", check)
		}
	}
}

func reportsOfRealPlaces(t *testing.T) map[string]remote.Report {
	d, _, _ := founded(t)
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	bucket := v.Config()
	bucket.Attested = "The test's own machine"
	reports := map[string]remote.Report{}
	for name, c := range map[string]remote.Config{"a folder": {Kind: remote.KindFolder, Folder: t.TempDir()}, "a bucket": bucket} {
		err := d.with(func(ctx context.Context, p *record.Practice) error {
			_, report, err := p.SetRemote(ctx, c)
			reports[name] = report
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return reports
}

func TestTheKitIsPrintedAgainWithThePlaceOfNow(t *testing.T) {
	d, folder, words := founded(t)
	places, another := &Remote{d.shell}, t.TempDir()
	if test := must[RemoteTest](t)(places.SetFolder(another)); !test.OK {
		t.Fatalf("the other folder failed its test: %+v", test)
	}
	out := filepath.Join(t.TempDir(), "kit.txt")
	d.dialogs = &chosenFiles{save: out}
	if saved := must[SavedFile](t)(places.PrintKit(words, "text")); saved.Path != out {
		t.Fatalf("saved: %+v", saved)
	}
	page, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(page), another) || strings.Contains(string(page), folder) {
		t.Fatalf("the page does not name %s: %v\n%s", another, err, page)
	}
	if secret, err := record.ReadKit(out); err != nil || secret.Root().Public() != must[seal.RecoverySecret](t)(secretOf(words)).Root().Public() {
		t.Errorf("the page holds another secret: %v", err)
	}
	foreign := strings.Fields(strings.Repeat("abandon ", 23) + "art")
	if _, err := places.PrintKit(foreign, "text"); !failure.Is(err, failure.WrongKey) {
		t.Errorf("another practice's words: %v", err)
	}
	d.dialogs = &chosenFiles{save: filepath.Join(d.place.home, "kit.txt")}
	if _, err := places.PrintKit(words, "pdf"); !failure.Is(err, failure.Refused) {
		t.Errorf("into the home: %v", err)
	}
	d.dialogs = &chosenFiles{}
	if saved := must[SavedFile](t)(places.PrintKit(words, "pdf")); saved.Path != "" {
		t.Errorf("a closed dialog saved %+v", saved)
	}
}
