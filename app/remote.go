package app

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strings"

	"farne/app/record"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/region"
)

// Remote is the place for sync and backup.
type Remote struct{ *shell }

// RemoteInfo is a place that is set; its secret stays in Go.
type RemoteInfo struct {
	Name      string     `json:"name"`
	Kind      string     `json:"kind"`
	Provider  string     `json:"provider"`
	Endpoint  string     `json:"endpoint"`
	Region    string     `json:"region"`
	Bucket    string     `json:"bucket"`
	Folder    string     `json:"folder"`
	Place     string     `json:"place"`
	AccessKey string     `json:"accessKey"`
	Test      RemoteTest `json:"test"`
}

// S3Input is a bucket as it is typed.
type S3Input struct {
	Provider    string `json:"provider"`
	Endpoint    string `json:"endpoint"`
	Region      string `json:"region"`
	Bucket      string `json:"bucket"`
	AccessKey   string `json:"accessKey"`
	Secret      string `json:"secret"`
	CAFile      string `json:"caFile"`
	AttestPlace string `json:"attestPlace"`
}

// RemoteTest is what testing a place has shown.
type RemoteTest struct {
	OK     bool          `json:"ok"`
	Place  string        `json:"place"`
	Shown  string        `json:"shown"`
	Checks []RemoteCheck `json:"checks"`
}

// RemoteCheck is one line of a test.
type RemoteCheck struct {
	ID     string `json:"id"`
	State  string `json:"state"`
	Detail string `json:"detail"`
}

// List lists the places that are set.
func (s *Remote) List() ([]RemoteInfo, error) {
	return in(s.shell, func(ctx context.Context, p *record.Practice) ([]RemoteInfo, error) {
		set, err := p.Remotes(ctx)
		infos := []RemoteInfo{}
		for _, c := range set {
			info := RemoteInfo{
				Name: c.Name, Kind: c.Kind, Provider: providerName(c), Endpoint: c.Endpoint, Region: c.Region, Bucket: c.Bucket,
				Folder: c.Folder, Place: cmp.Or(placeOf(c), c.Folder), AccessKey: c.AccessKey, Test: RemoteTest{Checks: []RemoteCheck{}},
			}
			if found := c.Capabilities; found != nil {
				info.Test = RemoteTest{OK: true, Place: info.Place, Shown: s.tongue().moment(found.ProbedAt), Checks: []RemoteCheck{}}
			}
			infos = append(infos, info)
		}
		return infos, err
	})
}

func providerName(c remote.Config) string {
	if c.Kind == remote.KindFolder {
		return ""
	}
	return cmp.Or(region.Names[c.Provider], c.Provider)
}

func placeOf(c remote.Config) string {
	if c.Capabilities != nil && c.Capabilities.Place != "" {
		return c.Capabilities.Place
	}
	return c.Attested
}

// placeWords is a place as one reads it: 'Scaleway, Paris, France', or a folder's path.
func placeWords(c remote.Config) string {
	if c.Kind == remote.KindFolder {
		return c.Folder
	}
	words := slices.DeleteFunc([]string{providerName(c), cmp.Or(placeOf(c), c.Endpoint)}, func(w string) bool { return w == "" })
	return strings.Join(words, ", ")
}

// PickFolder asks for a folder.
func (s *Remote) PickFolder() (string, error) { return s.dialogs.openFolder("A folder for backups") }

// PickCA asks for the certificate of a private authority.
func (s *Remote) PickCA() (string, error) {
	return s.dialogs.openFile("The certificate of the server's authority", "*.pem;*.crt")
}

// SetFolder proves a folder, and keeps it only if it passed.
func (s *Remote) SetFolder(folder string) (RemoteTest, error) {
	if strings.TrimSpace(folder) == "" {
		return RemoteTest{}, fieldError("folder", "missing", "Choose a folder")
	}
	return s.setRemote(remote.Config{Kind: remote.KindFolder, Folder: folder})
}

// SetS3 proves a bucket, and keeps it only if it passed.
func (s *Remote) SetS3(input S3Input) (RemoteTest, error) {
	c, err := input.config()
	if err != nil {
		return RemoteTest{}, err
	}
	return s.setRemote(c)
}

func (i S3Input) config() (remote.Config, error) {
	for _, field := range []struct{ name, value, words string }{
		{"endpoint", i.Endpoint, "Enter the address of the storage"}, {"region", i.Region, "Enter the region"}, {"bucket", i.Bucket, "Enter the bucket's name"},
		{"accessKey", i.AccessKey, "Enter the access key"}, {"secret", i.Secret, "Enter the secret of the access key"},
	} {
		if strings.TrimSpace(field.value) == "" {
			return remote.Config{}, fieldError(field.name, "missing", field.words)
		}
	}
	c := remote.Config{
		Kind: remote.KindS3, Provider: i.Provider, Endpoint: strings.TrimSpace(i.Endpoint), Region: strings.TrimSpace(i.Region),
		Bucket: strings.TrimSpace(i.Bucket), AccessKey: strings.TrimSpace(i.AccessKey), Secret: remote.NewSecret(strings.TrimSpace(i.Secret)),
		Attested: strings.TrimSpace(i.AttestPlace),
	}
	if region.Names[c.Provider] == "" {
		c.Provider = "" // a server of one's own, which the table does not have
	}
	if i.CAFile == "" {
		return c, nil
	}
	pem, err := os.ReadFile(i.CAFile)
	if err != nil || len(pem) > 1<<20 {
		return c, fieldError("caFile", "unreadable", "The file of the authority cannot be read")
	}
	c.CA = string(pem)
	return c, nil
}

func (s *Remote) setRemote(c remote.Config) (RemoteTest, error) {
	return s.testing(func(ctx context.Context, p *record.Practice) (remote.Config, remote.Report, error) {
		return p.SetRemote(ctx, c)
	})
}

// Test proves a place that is set again.
func (s *Remote) Test(name string) (RemoteTest, error) {
	return s.testing(func(ctx context.Context, p *record.Practice) (remote.Config, remote.Report, error) {
		return p.TestRemote(ctx, name)
	})
}

// testing runs a test while no round runs. A failed test is an answer, as long as there is a report.
func (s *shell) testing(test func(context.Context, *record.Practice) (remote.Config, remote.Report, error)) (RemoteTest, error) {
	return in(s, func(ctx context.Context, p *record.Practice) (RemoteTest, error) {
		s.background.work.Lock()
		defer s.background.work.Unlock()
		c, report, err := test(ctx, p)
		if err != nil && len(report.Checks) == 0 && !failure.Is(err, failure.Unreachable) {
			return RemoteTest{}, err
		}
		answer := RemoteTest{OK: err == nil, Place: cmp.Or(placeOf(c), c.Folder), Shown: s.tongue().moment(s.now()), Checks: checksOf(report)}
		if err != nil && len(report.Checks) == 0 {
			answer.Checks = append(answer.Checks, RemoteCheck{ID: checkNames["connection"], State: "failed", Detail: told(err).Message})
		}
		s.background.nudge()
		s.emit("sync:changed", nil)
		return answer, nil
	})
}

// checkNames give each check of a report the name under which the window's catalogue has its words.
var checkNames = map[string]string{
	"connection": "tls", "place": "location", "versioning": "versioning", "object lock": "lock", "folder": "folder",
	"write and read": "write", "nothing is not something": "absent", "a repeated write is no conflict": "repeat",
	"nothing is overwritten": "conditional", "a hint is overwritten": "overwrite", "a large object": "large",
	"listing": "list", "listing from a name on": "listAfter", "a listing that is stopped": "listStop",
	"names and sizes that cannot be": "refuse", "a call that is cancelled": "cancel", "two writers at one moment": "race",
	"deleting": "delete", "cleaning up": "clean",
}

func checksOf(report remote.Report) []RemoteCheck {
	checks := []RemoteCheck{}
	for _, c := range report.Checks {
		state := "passed"
		switch {
		case !c.OK && c.Advice:
			state = "missing"
		case !c.OK:
			state = "failed"
		}
		checks = append(checks, RemoteCheck{ID: cmp.Or(checkNames[c.Name], c.Name), State: state, Detail: c.Detail})
	}
	return checks
}
