package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"farne/sync/failure"
	"farne/sync/remote"
)

func (s *shared) remote() *cobra.Command {
	cmd := group("remote", "The place for sync and backup: a bucket in the EU or the UK, or a folder")
	set := group("set", "Set the place, after proving it with real requests")
	set.AddCommand(s.remoteSetFolder(), s.remoteSetS3())
	list := &cobra.Command{Use: "list", Short: "List the places that are set, and what each can do", Args: words(0)}
	list.RunE = s.inPractice(func(c *call) error {
		set, err := c.Remotes(c.ctx)
		if err != nil {
			return err
		}
		return c.answer(set, func(w io.Writer) {
			if len(set) == 0 {
				fmt.Fprintln(w, "No place is set. Everything is saved on this laptop only.")
			}
			for _, r := range set {
				fmt.Fprintf(w, "%-10s %-7s %s\n", r.Name, r.Kind, placeWords(r))
			}
		})
	})
	test := &cobra.Command{Use: "test [NAME]", Short: "Run every check against a place that is set", Args: atMost(1)}
	test.RunE = s.inPractice(func(c *call) error {
		_, report, err := c.TestRemote(c.ctx, strings.Join(c.words, ""))
		return c.printReport(report, err)
	})
	cmd.AddCommand(set, list, test)
	return cmd
}

func placeWords(c remote.Config) string {
	if c.Kind == remote.KindFolder {
		return c.Folder
	}
	return c.Endpoint + " " + c.Bucket + " " + c.Region
}

func (s *shared) remoteSetFolder() *cobra.Command {
	cmd := &cobra.Command{Use: "folder DIR", Short: "A USB stick or a share", Args: words(1)}
	cmd.RunE = s.inPractice(func(c *call) error {
		_, report, err := c.SetRemote(c.ctx, remote.Config{Kind: remote.KindFolder, Folder: c.words[0]})
		return c.printSet(report, err)
	})
	return cmd
}

func (s *shared) remoteSetS3() *cobra.Command {
	cmd := &cobra.Command{Use: "s3 --endpoint URL --region R --bucket B --access-key ID --secret-file FILE", Short: "A bucket", Args: words(0)}
	f := s3Flags(cmd)
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return f.check(cmd) }
	cmd.RunE = s.inPractice(func(c *call) error {
		config, err := f.config(s)
		if err != nil {
			return err
		}
		_, report, err := c.SetRemote(c.ctx, config)
		return c.printSet(report, err)
	})
	return cmd
}

// placeFlags are the words by which a bucket is named.
type placeFlags struct {
	endpoint, region, bucket, accessKey, secretFile, provider, ca, attest string
}

func s3Flags(cmd *cobra.Command) *placeFlags {
	f := &placeFlags{}
	for _, flag := range []struct {
		into        *string
		name, usage string
	}{
		{&f.endpoint, "endpoint", "`address` of the storage, https://…"}, {&f.region, "region", "its `region`"}, {&f.bucket, "bucket", "`name` of the bucket"},
		{&f.accessKey, "access-key", "`id` of the access key"}, {&f.secretFile, "secret-file", "`file` that holds the secret of the access key; - is standard input"},
		{&f.provider, "provider", "the `provider`, where its address does not tell"}, {&f.ca, "ca", "`file` with a private authority's certificate (PEM)"},
		{&f.attest, "attest-place", "your `word` where the storage is, for one outside the table: place and reason"},
	} {
		cmd.Flags().StringVar(flag.into, flag.name, "", flag.usage)
	}
	return f
}

func (f *placeFlags) check(cmd *cobra.Command) error {
	if f.endpoint == "" || f.region == "" || f.bucket == "" || f.accessKey == "" || f.secretFile == "" {
		return usageHint("A bucket needs --endpoint, --region, --bucket, --access-key and --secret-file", seeHelp(cmd))
	}
	return nil
}

func (f *placeFlags) config(s *shared) (remote.Config, error) {
	secret, err := s.lineOf(f.secretFile, "--secret-file")
	if err != nil {
		return remote.Config{}, err
	}
	c := remote.Config{
		Kind: remote.KindS3, Endpoint: f.endpoint, Region: f.region, Bucket: f.bucket, AccessKey: f.accessKey,
		Secret: remote.NewSecret(secret), Provider: f.provider, Attested: f.attest,
	}
	if f.ca != "" {
		pem, err := os.ReadFile(f.ca)
		if err != nil {
			return c, failure.Wrap(err, failure.Usage, "The file of --ca cannot be read. Nothing was changed.", "Give a PEM file.")
		}
		c.CA = string(pem)
	}
	return c, nil
}

// lineOf reads a short secret from a file or standard input.
func (s *shared) lineOf(path, flag string) (string, error) {
	var b []byte
	var err error
	if path == "-" {
		b, err = io.ReadAll(io.LimitReader(s.In, 4096))
	} else {
		b, err = os.ReadFile(path)
	}
	if err != nil {
		return "", failure.Wrap(err, failure.Usage, "The file of "+flag+" cannot be read. Nothing was changed.", "Check its path.")
	}
	return strings.TrimSpace(string(b)), nil
}

// printSet also reminds of the kit: the page on paper does not name this place.
func (c *call) printSet(report remote.Report, err error) error {
	if err := c.printReport(report, err); err != nil {
		return err
	}
	c.warn("Print the recovery kit again, so that it names this place: farne recovery print.")
	return nil
}

func (c *call) printReport(report remote.Report, err error) error {
	if err != nil && len(report.Checks) == 0 {
		return err
	}
	answerErr := c.answer(report, func(w io.Writer) {
		for _, check := range report.Checks {
			mark := "ok     "
			if !check.OK {
				mark = "FAILED "
				if check.Advice {
					mark = "missing"
				}
			}
			fmt.Fprintf(w, "%s  %-28s %s\n", mark, check.Name, check.Detail)
		}
	})
	if err != nil {
		return answered(err)
	}
	return answerErr
}
