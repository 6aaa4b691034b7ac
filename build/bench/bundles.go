package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"farne/app/record"
	"farne/sync/clock"
	"farne/sync/state"
)

// measureBundles takes over every bundle of -samples in a process of its own, and then wants four things: a
// second import changes nothing, an export has every resource as it came in, the practice can be backed up,
// and a restore has the same roots.
func measureBundles(ctx context.Context, b *bench) error {
	files, err := bundlesOf(b.samples)
	if err != nil {
		return err
	}
	if err := b.close(); err != nil {
		return err
	}
	begun := clock.Now()
	answer, err := b.child(ctx, "-take", b.samples)
	if err != nil {
		return err
	}
	took := clock.Now().Sub(begun)
	var created, peak int64
	if _, err := fmt.Sscan(answer, &created, &peak); err != nil {
		return fmt.Errorf("%q: %w", answer, err)
	}
	what := fmt.Sprintf("import of %d bundles, %d resources", len(files), created)
	printExact(what+": time", took.Seconds(), "s", 0)
	printExact(what+": peak memory", float64(peak)/1000, "MB", 300)
	if b.p, err = record.Open(ctx, b.entrance("home")); err != nil {
		return err
	}
	again, err := b.p.ImportFHIR(ctx, files, quiet)
	if err != nil || again.Created+again.Updated != 0 || int64(again.Read) < created {
		return fmt.Errorf("the second import: %+v: %w", again, err)
	}
	same, err := b.comesOut(ctx, files)
	if err != nil {
		return err
	}
	printExact("of them exported as they came in", float64(same), "resources", 0)
	if err := b.moveRemote(ctx); err != nil {
		return err
	}
	if _, err := b.p.Backup(ctx, quiet); err != nil {
		return err
	}
	restored, err := b.restore(ctx, "restored-bundles") // which holds the roots against each other
	if err != nil {
		return err
	}
	printExact("restore of all, with equal roots", restored.Seconds(), "s", 0)
	return nil
}

func bundlesOf(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json.gz"))
	if err == nil && len(files) == 0 {
		err = errors.New("none")
	}
	if err != nil {
		return nil, fmt.Errorf("bundles in %s: %w", folder, err)
	}
	return files, nil
}

// comesOut exports everything and counts the resources of the files, every one of which must be there,
// element by element.
func (b *bench) comesOut(ctx context.Context, files []string) (int, error) {
	out := filepath.Join(b.dir, "all.json")
	if _, err := b.p.ExportFHIR(ctx, state.ID{}, out, quiet); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return 0, err
	}
	exported := map[string]any{}
	if err := eachResource(text, func(key string, r any) error { exported[key] = r; return nil }); err != nil {
		return 0, err
	}
	same := 0
	for _, file := range files {
		text, err := unpack(file)
		if err != nil {
			return 0, err
		}
		err = eachResource(text, func(key string, r any) error {
			if !reflect.DeepEqual(exported[key], r) {
				return fmt.Errorf("%s came out otherwise", key)
			}
			same++
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return same, nil
}

// eachResource gives the resources of a bundle with their types and ids. Numbers keep their digits.
func eachResource(text []byte, each func(key string, resource any) error) error {
	var bundle struct {
		Entry []struct{ Resource map[string]any }
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&bundle); err != nil {
		return err
	}
	for _, e := range bundle.Entry {
		if err := each(fmt.Sprint(e.Resource["resourceType"], "/", e.Resource["id"]), e.Resource); err != nil {
			return err
		}
	}
	return nil
}
