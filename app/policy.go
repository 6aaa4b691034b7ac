package app

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"html"
	"io/fs"
	"net/http"
	"strconv"
)

// What stands in index.html where the nonce of this load belongs, and the session's state.
const (
	noncePlaceholder = "__CSP_NONCE__"
	statePlaceholder = "__SESSION_STATE__"
)

// policy is the content security policy of every page: nothing from elsewhere, no inline script, and
// styles only from our files or with this load's nonce.
func policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; style-src-attr 'none'; " +
		"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; object-src 'none'"
}

// guard serves the window's files under the policy, with a fresh nonce each time the page is loaded. The page
// carries what first answers: the state of the session then, as JSON, or nothing, and then it asks for it.
func guard(files fs.FS, first func() []byte, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		if r.URL.Path != "/" && r.URL.Path != "/index.html" {
			header.Set("Content-Security-Policy", policy(newNonce()))
			next.ServeHTTP(w, r)
			return
		}
		page, err := fs.ReadFile(files, "index.html")
		if err != nil {
			http.Error(w, "The window was not built. Build it with: make build", http.StatusNotFound)
			return
		}
		nonce := newNonce()
		page = bytes.ReplaceAll(page, []byte(noncePlaceholder), []byte(nonce))
		page = bytes.ReplaceAll(page, []byte(statePlaceholder), []byte(html.EscapeString(string(first()))))
		header.Set("Content-Security-Policy", policy(nonce))
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("Content-Length", strconv.Itoa(len(page)))
		_, _ = w.Write(page) // the web view has gone: nobody is left to tell
	})
}

func newNonce() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return base64.StdEncoding.EncodeToString(b)
}
