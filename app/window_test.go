package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"farne/sync/failure"
)

func TestFormatErrorIsATextThatTheWindowReads(t *testing.T) {
	f := failure.New(failure.BadInput, "Some fields need another look.", "Nothing was changed.")
	f.Fields = []failure.Field{{Name: "born", Code: "future", Message: "In the future"}}
	f.RetryAfter = 8
	for err, want := range map[error]string{
		fmt.Errorf("saving: %w", f): `{"code":"bad_input","message":"Some fields need another look.","hint":"Nothing was changed.","fields":[{"field":"born","code":"future","message":"In the future"}],"retryAfter":8}`,
		errors.New("disk on fire"):  "",
	} {
		text, ok := formatError(err).(string)
		if !ok {
			t.Fatalf("%v became no text, which Wails would lose", err)
		}
		if want != "" && text != want {
			t.Errorf("got %s, want %s", text, want)
		}
		var read struct{ Code, Message string }
		if err := json.Unmarshal([]byte(text), &read); err != nil || read.Code == "" || read.Message == "" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestThePolicyStandsOnEveryAnswer(t *testing.T) {
	files := fstest.MapFS{"index.html": {Data: []byte(`<meta name="csp-nonce" content="__CSP_NONCE__">`)}, "assets/a.js": {Data: []byte("1")}}
	served := guard(files, func() []byte { return nil }, http.FileServerFS(files))
	nonce := regexp.MustCompile(`'nonce-([^']+)'`)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/index.html", "/assets/a.js", "/", "/gone"} {
		w := httptest.NewRecorder()
		served.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		policy := w.Header().Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self'", "style-src-attr 'none'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(policy, rule) {
				t.Errorf("%s: the policy %q lacks %s", path, policy, rule)
			}
		}
		if strings.Contains(policy, "unsafe") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, w.Header())
		}
		found := nonce.FindStringSubmatch(policy)
		if found == nil || seen[found[1]] {
			t.Fatalf("%s: no fresh nonce in %q", path, policy)
		}
		seen[found[1]] = true
		if path == "/" && !strings.Contains(w.Body.String(), found[1]) {
			t.Errorf("the page does not carry its nonce: %s", w.Body)
		}
	}
}

func TestThePageCarriesTheStateOfTheSession(t *testing.T) {
	d, _, _ := founded(t)
	files := fstest.MapFS{"index.html": {Data: []byte(`<meta name="session" content="__SESSION_STATE__">`)}}
	served := guard(files, d.firstState, http.FileServerFS(files))
	page := func() string {
		w := httptest.NewRecorder()
		served.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		inside, ok := strings.CutPrefix(w.Body.String(), `<meta name="session" content="`)
		inside, end := strings.CutSuffix(inside, `">`)
		if !ok || !end || strings.ContainsAny(inside, `"<>`) {
			t.Fatalf("the page is %s", w.Body)
		}
		return html.UnescapeString(inside)
	}
	var carried SessionState
	if err := json.Unmarshal([]byte(page()), &carried); err != nil {
		t.Fatal(err)
	}
	if told := must[SessionState](t)((&Session{d.shell}).State()); !reflect.DeepEqual(carried, told) {
		t.Errorf("the page carries %+v, and State tells %+v", carried, told)
	}
	d.mu.Lock() // somebody signs in: the page must not wait for it
	defer d.mu.Unlock()
	if text := page(); text != "" {
		t.Errorf("while the state changes the page carries %s", text)
	}
}

func TestIdlenessLocks(t *testing.T) {
	d, _, _ := founded(t)
	start := time.Now()
	clock := start
	d.now = func() time.Time { return clock }
	d.idle.begin(clock)
	d.flushed <- struct{}{} // a late answer, which must not count
	for _, step := range []struct {
		after time.Duration
		moved bool
		locks bool
	}{{9 * time.Minute, true, false}, {18 * time.Minute, false, false}, {18*time.Minute + 40*time.Second, false, false}, {19 * time.Minute, false, true}} {
		clock = start.Add(step.after)
		if step.moved {
			if err := (&Session{d.shell}).Active(); err != nil {
				t.Fatal(err)
			}
		}
		d.tick()
		if d.isOpen() == step.locks {
			t.Fatalf("after %s: open is %v", step.after, d.isOpen())
		}
	}
	for _, event := range []string{"session:idle", "session:flush", "session:changed"} {
		if !d.events.heard(event) {
			t.Errorf("%s was not said", event)
		}
	}
	if _, err := (&Notes{d.shell}).Drafts(); !failure.Is(err, failure.Refused) {
		t.Errorf("a locked practice answers %v", err)
	}
}

func TestTwelveHoursLockEvenWhoIsBusy(t *testing.T) {
	var i idle
	start := time.Now()
	i.begin(start)
	for at := time.Duration(0); at < lockAfter; at += 5 * time.Minute {
		i.moved(start.Add(at))
		if lock, _ := i.due(start.Add(at)); lock {
			t.Fatalf("locked after %s", at)
		}
	}
	if lock, _ := i.due(start.Add(lockAfter)); !lock {
		t.Fatal("not locked after twelve hours")
	}
	i.begin(start)
	if lock, _ := i.due(start.Add(-time.Hour)); lock {
		t.Fatal("a clock that was set back locks")
	}
}

func TestLocaleOfTheSystem(t *testing.T) {
	for lang, want := range map[string]string{"": "en-GB", "C": "en-GB", "C.UTF-8": "en-GB", "de_CH.UTF-8": "de", "nn_NO": "nb", "fr": "fr", "pl_PL": "en-GB"} {
		if got := systemLocale(func(name string) string { return map[string]string{"LANG": lang}[name] }); got != want {
			t.Errorf("%q: %s, want %s", lang, got, want)
		}
	}
}

func TestOnlyKnownPagesAreOpened(t *testing.T) {
	d := newDesk(t)
	session := &Session{d.shell}
	if err := session.OpenExternal("https://ico.org.uk/for-organisations/"); err != nil {
		t.Error(err)
	}
	for _, address := range []string{"http://ico.org.uk", "https://ico.org.uk.evil.example", "https://ico.org.uk@evil.example", "https://ico.org.uk:8443/", "file:///etc/passwd", "javascript:1", ""} {
		if err := session.OpenExternal(address); !failure.Is(err, failure.Refused) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestWebViewFoldersAreTheProgramsOwn(t *testing.T) {
	roots := webViewRoots(func(name string) string {
		return map[string]string{"XDG_DATA_HOME": "/data", "HOME": "/home/a"}[name]
	})
	slices.Sort(roots)
	if want := []string{"/data/farne", "/home/a/.cache/farne"}; !slices.Equal(roots, want) {
		t.Errorf("got %v, want %v", roots, want)
	}
	if roots := webViewRoots(func(name string) string { return map[string]string{"XDG_DATA_HOME": "relative"}[name] }); len(roots) != 0 {
		t.Errorf("a relative folder gave %v", roots)
	}
}

func TestWhatIsKeptBesideTheHome(t *testing.T) {
	l := place{home: filepath.Join(t.TempDir(), "home")}
	if k := l.recall(); k.Locale != "" || k.preferences().Theme != "system" || !k.preferences().SingleKeys {
		t.Fatalf("nothing was kept, and %+v came back", k)
	}
	if err := l.keep(kept{Locale: "nb", Paused: true}); err != nil {
		t.Fatal(err)
	}
	if k := l.recall(); k.Locale != "nb" || !k.Paused {
		t.Fatalf("kept: %+v", k)
	}
	if err := l.removeDemo(); err == nil {
		t.Fatal("a real practice would have been removed")
	}
	if demo := l.demoPlace(); demo.keyFile() == "" || l.orDemo() != l {
		t.Fatalf("the demo: %+v", demo)
	}
}
