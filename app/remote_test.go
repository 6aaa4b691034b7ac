package app

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"

	"farne/app/record"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
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
