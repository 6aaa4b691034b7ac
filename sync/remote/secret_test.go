package remote_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"farne/sync/remote"
)

const canary = "wJalrXUtnFEMI-canary"

func config() remote.Config {
	return remote.Config{
		Name: "main", Kind: remote.KindS3, Endpoint: "https://s3.eu-west-2.amazonaws.com", Region: "eu-west-2", Bucket: "practice",
		AccessKey: "AKIA", Secret: remote.NewSecret(canary), CA: "", Attested: "here", TLS12: true,
		Capabilities: &remote.Capabilities{ConditionalPut: true, Versioning: "enabled"},
	}
}

func TestSecretNeverPrints(t *testing.T) {
	secret, whole := remote.NewSecret(canary), config()
	hidden := struct{ inside remote.Config }{whole} // unexported: fmt may not call methods
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%T"} {
		for _, value := range []any{secret, &secret, whole, &whole, hidden, []remote.Secret{secret}, map[string]remote.Secret{"k": secret}} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
	}
	for _, value := range []any{secret, whole, hidden} {
		if err := json.NewEncoder(&out).Encode(value); err != nil {
			t.Fatal(err)
		}
	}
	logger := slog.New(slog.NewJSONHandler(&out, nil))
	logger.Info("x", "secret", secret, "config", whole)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "secret", secret, "config", whole)
	hexed := fmt.Sprintf("%x", canary)
	for _, leak := range []string{canary, hexed, strings.ToUpper(hexed)} {
		if strings.Contains(out.String(), leak) {
			t.Fatalf("the secret was printed:\n%s", out.String())
		}
	}
	if !strings.Contains(out.String(), `"secret":"[secret]"`) {
		t.Error("a marshalled configuration should show that there is a secret")
	}
}

func TestConfigComesBackWhole(t *testing.T) {
	data, err := remote.EncodeConfig(config())
	if err != nil {
		t.Fatal(err)
	}
	got, err := remote.DecodeConfig(data)
	if err != nil {
		t.Fatal(err)
	}
	if got.Secret.Reveal() != canary || !got.Secret.Equal(config().Secret) {
		t.Error("the secret did not come back")
	}
	want := config()
	want.Secret = got.Secret // compared above; == would compare identities
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMaskedConfigIsRefused(t *testing.T) {
	printed, err := json.Marshal(config())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := remote.DecodeConfig(printed); err == nil {
		t.Error("a printed configuration passed for a stored one")
	}
	if _, err := remote.DecodeConfig([]byte(`{"secret":7}`)); err == nil || strings.Contains(err.Error(), "7") {
		t.Errorf("got %v", err)
	}
}

func TestNoSecret(t *testing.T) {
	var none remote.Secret
	if !none.IsZero() || !none.Equal(remote.NewSecret("")) || none.Equal(remote.NewSecret("x")) || none.Reveal() != "" {
		t.Error("the zero value is not the empty secret")
	}
	printed, err := json.Marshal(remote.Config{Kind: remote.KindFolder, Folder: "/x"})
	if err != nil || strings.Contains(string(printed), "secret") {
		t.Errorf("%s, %v", printed, err)
	}
}
