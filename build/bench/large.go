package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/google/uuid"

	"farne/app/record"
	"farne/app/vault/secret"
	"farne/sync/clock"
)

// measureLargeImport takes over one NDJSON file of -import-bytes in a process of its own, and reads what
// the system says of it. The file is that of many patients: those of the samples, over and over, each
// time with other ids.
func measureLargeImport(ctx context.Context, b *bench) error {
	samples, err := bundlesOf(b.samples)
	if err != nil {
		return err
	}
	file := filepath.Join(b.dir, "large.ndjson")
	resources, err := writeStrangers(file, samples, b.importBytes)
	if err != nil {
		return err
	}
	if err := b.close(); err != nil {
		return err
	}
	begun := clock.Now()
	answer, err := b.child(ctx, "-take", file)
	if err != nil {
		return err
	}
	var read, peak int64
	if _, err := fmt.Sscan(answer, &read, &peak); err != nil || read != resources {
		return fmt.Errorf("%d resources were taken over of %d: %q: %w", read, resources, answer, err)
	}
	what := fmt.Sprintf("import of %.4g MB of NDJSON, %d resources", float64(b.importBytes)/1e6, resources)
	printExact(what+": peak memory", float64(peak)/1000, "MB", 300)
	printExact(what+": time", clock.Now().Sub(begun).Seconds(), "s", 0)
	return os.Remove(file)
}

// child runs this program on the home of the practice, which must be closed, and gives what it prints.
func (b *bench) child(ctx context.Context, more ...string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	words := append([]string{"-inspect", filepath.Join(b.dir, "home"), "-key-file", filepath.Join(b.dir, "home.key")}, more...)
	answer, err := exec.CommandContext(ctx, self, words...).Output()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		return "", fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	return string(answer), err
}

// takeOver opens a home, imports a file, or the bundles in a folder, and prints how many resources were new
// and this process's peak of resident memory, in kB.
func takeOver(ctx context.Context, home, keyFile, place string) error {
	files := []string{place}
	if info, err := os.Stat(place); err == nil && info.IsDir() {
		if files, err = bundlesOf(place); err != nil {
			return err
		}
	}
	p, err := record.Open(ctx, record.Entrance{Home: home, KeyFile: keyFile, Password: secret.New([]byte(password))})
	if err != nil {
		return err
	}
	r, err := p.ImportFHIR(ctx, files, quiet)
	if err == nil && len(r.Failed) > 0 {
		err = fmt.Errorf("refused: %+v", r.Failed)
	}
	if err := errors.Join(err, p.Close()); err != nil {
		return err
	}
	_, peak := resident()
	fmt.Println(r.Created, peak)
	return nil
}

// writeStrangers writes resources, one a line, until the file has at least so many bytes.
func writeStrangers(name string, samples []string, size int64) (resources int64, err error) {
	var kinds []*stranger
	for _, sample := range samples {
		k, err := readStranger(sample)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", sample, err)
		}
		kinds = append(kinds, k)
	}
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	for written := int64(0); written < size; {
		k := kinds[int(resources)%len(kinds)]
		n, err := k.writeTo(w)
		if err != nil {
			return 0, err
		}
		written, resources = written+n, resources+k.resources
	}
	return resources, w.Flush()
}

// stranger is a bundle's resources, one a line, cut where the ids stand.
type stranger struct {
	resources int64
	between   [][]byte // what stands before, between and behind the ids
	ids       []int    // which of its ids stands there
	different int
}

func readStranger(sample string) (*stranger, error) {
	text, err := unpack(sample)
	if err != nil {
		return nil, err
	}
	var bundle struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(text, &bundle); err != nil {
		return nil, err
	}
	s := &stranger{}
	var lines bytes.Buffer
	for _, e := range bundle.Entry {
		if err := json.Compact(&lines, e.Resource); err != nil {
			return nil, err
		}
		lines.WriteByte('\n')
		s.resources++
	}
	known, at := map[string]int{}, 0
	for _, place := range uuids.FindAllIndex(lines.Bytes(), -1) {
		id := string(lines.Bytes()[place[0]:place[1]])
		if _, seen := known[id]; !seen {
			known[id] = len(known)
		}
		s.between, s.ids, at = append(s.between, lines.Bytes()[at:place[0]]), append(s.ids, known[id]), place[1]
	}
	s.between, s.different = append(s.between, lines.Bytes()[at:]), len(known)
	return s, nil
}

// writeTo writes the resources as those of somebody else.
func (s *stranger) writeTo(w io.Writer) (int64, error) {
	fresh := make([][]byte, s.different)
	for i := range fresh {
		fresh[i] = []byte(uuid.NewString())
	}
	var person bytes.Buffer
	for i, part := range s.between {
		person.Write(part)
		if i < len(s.ids) {
			person.Write(fresh[s.ids[i]])
		}
	}
	n, err := w.Write(person.Bytes())
	return int64(n), err
}
