package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"farne/sync/failure"
	"farne/sync/seal"
)

// CipherName is what the screens call the encryption of the files: SQLCipher 4's format
// (AES-256-CBC, HMAC-SHA512 on every page), as SQLite3 Multiple Ciphers writes it.
const CipherName = "SQLCipher 4"

// plaintextMagic is how every unencrypted SQLite file begins.
const plaintextMagic = "SQLite format 3\x00"

// statementsKept is how many prepared statements a connection keeps for the next time: more than a screen
// or an import has of them. Preparing an insert makes the code of its triggers too.
const statementsKept = "100"

// connector opens one encrypted file. It makes the string that carries the key at connect time, so
// that no DSN with a key is ever kept; SQLite takes the key from the URI before it reads page 1, which
// a pragma could not do (the driver's own pragmas would come first).
type connector struct {
	path     string
	key      seal.Key
	readOnly bool
	filling  bool // see Options
	attach   []attached
	hook     func(*sqlite3.SQLiteConn) error
}

// attached is a further file that a read-only connection sees under a name.
type attached struct {
	name string
	path string
	key  seal.Key
}

func (c *connector) Connect(context.Context) (driver.Conn, error) {
	query := url.Values{"_busy_timeout": {"5000"}, "_stmt_cache_size": {statementsKept}}
	if c.readOnly {
		query.Set("mode", "ro")
		query.Set("_query_only", "1")
	} else {
		query.Set("_journal_mode", "WAL")
		query.Set("_synchronous", "FULL")
		query.Set("_txlock", "immediate")
		query.Set("_recursive_triggers", "1")
	}
	if c.filling && !c.readOnly {
		query.Set("_journal_mode", "MEMORY")
		query.Set("_synchronous", "OFF")
	}
	conn, err := c.Driver().Open(fileURI(c.path, c.key, query))
	if err != nil {
		return nil, openFailure(c.path, err)
	}
	for _, a := range c.attach {
		query := url.Values{"mode": {"ro"}}
		attach := "ATTACH ? AS " + a.name + "; PRAGMA " + a.name + "." + readerCache // each file has a cache of its own
		if _, err := conn.(*sqlite3.SQLiteConn).Exec(attach, []driver.Value{fileURI(a.path, a.key, query)}); err != nil {
			return nil, errors.Join(openFailure(a.path, err), conn.Close())
		}
	}
	return conn, nil
}

func (c *connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: c.prepare}
}

// prepare runs on every new connection: first the proof that a cipher is at work, then the caller's hook.
func (c *connector) prepare(conn *sqlite3.SQLiteConn) error {
	if err := proveCipher(conn); err != nil {
		return err
	}
	if c.hook != nil {
		return c.hook(conn)
	}
	return nil
}

// fileURI is the SQLite URI of an encrypted file. The path is percent-encoded, so that a home whose
// name holds '?', '#' or '%' still opens.
func fileURI(path string, key seal.Key, query url.Values) string {
	escaped := (&url.URL{Path: path}).EscapedPath()
	escaped = strings.ReplaceAll(escaped, "?", "%3f")
	raw := key.Reveal()
	return "file:" + escaped + "?cipher=sqlcipher&legacy=4&key=x%27" + hex.EncodeToString(raw) + "%27&" + query.Encode()
}

// proveCipher fails where Farne was built without its SQLite: that library would answer every key with
// success and write the record in clear.
func proveCipher(conn *sqlite3.SQLiteConn) error {
	rows, err := conn.Query("SELECT sqlite3mc_version()", nil)
	if err != nil {
		return errNoCipher(err)
	}
	if err := rows.Close(); err != nil {
		return err
	}
	name, err := pragmaText(conn, "cipher")
	if err != nil || name != "sqlcipher" {
		return errNoCipher(err)
	}
	return nil
}

func pragmaText(conn *sqlite3.SQLiteConn, name string) (string, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	values := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(values); err != nil {
		return "", fmt.Errorf("pragma %s: %w", name, err)
	}
	switch v := values[0].(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("pragma %s: no text", name)
}

func errNoCipher(err error) error {
	return failure.Wrap(err, failure.Internal,
		"This program was built without encryption, so it will not open a practice. Nothing was read or written.",
		"Build it with make build, which links the encrypting SQLite (build tag libsqlite3).")
}

// Proof is what was seen of one file's encryption.
type Proof struct {
	File   string `json:"file"`
	Cipher string `json:"cipher"`
}

// prove reads the file's first bytes as a stranger would: they must not be SQLite's plain header.
func prove(path string) (Proof, error) {
	f, err := os.Open(path)
	if err != nil {
		return Proof{}, err
	}
	defer f.Close()
	head := make([]byte, len(plaintextMagic))
	if _, err := io.ReadFull(f, head); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Proof{}, fmt.Errorf("read header: %w", err)
	}
	if bytes.Equal(head, []byte(plaintextMagic)) {
		return Proof{}, failure.New(failure.Integrity, "A database file on this laptop is not encrypted, so Farne will not open it.",
			"Do not use it. Restore this laptop from a backup with the recovery kit.")
	}
	return Proof{File: path, Cipher: CipherName}, nil
}

// openFailure gives words to what SQLite says of a file that it cannot open. With the right key
// "not a database" can only mean damage: the key itself was authenticated when it was unwrapped.
func openFailure(path string, err error) error {
	var known *failure.Error
	if errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("open %s: %w", baseName(path), classify(err))
}

// classify names the SQLite results that a person must hear of in their own words.
func classify(err error) error {
	var lite sqlite3.Error
	if !errors.As(err, &lite) {
		return err
	}
	if lite.SystemErrno == syscall.ENOSPC || lite.SystemErrno == syscall.EDQUOT { // a file beside the database: SQLite calls that an I/O error
		lite.Code = sqlite3.ErrFull
	}
	switch lite.Code {
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return failure.Wrap(err, failure.Integrity,
			"A database file on this laptop is damaged. What was synced or backed up is safe in the remote.",
			"Run farne verify to see which file; restore it from a backup with the recovery kit.")
	case sqlite3.ErrFull:
		return failure.Wrap(err, failure.Full, "The disk is full. Everything saved before is safe; this last step was not done.",
			"Free some space and try again.")
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return failure.Wrap(err, failure.Busy, "Another Farne is writing to this record. Nothing was changed.",
			"Close the other one and try again.")
	}
	return err
}

func openPool(c *connector, connections int) *sql.DB {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

// CipherDetail is CipherName for those who want to know exactly.
const CipherDetail = "AES-256-CBC, HMAC-SHA512 on every page"

// ProveCipher makes an encrypted file at path, writes to it and looks at its bytes: that shows, before
// there is a practice, that this program encrypts.
func ProveCipher(path string) (Proof, error) {
	if err := createPrivate(path); err != nil {
		return Proof{}, err
	}
	db := openPool(&connector{path: path, key: seal.NewKey()}, 1)
	if _, err := db.Exec("CREATE TABLE proof (seen)"); err != nil {
		return Proof{}, errors.Join(classify(err), db.Close())
	}
	if err := db.Close(); err != nil {
		return Proof{}, err
	}
	return prove(path)
}
