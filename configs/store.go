package configs

import (
	"crypto/tls"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
)

// StoreKind names a way to keep things.
type StoreKind string

// The stores.
const (
	Embedded StoreKind = "embedded" // a folder of its own: SQLite and the journal
	Redis    StoreKind = "redis"
)

// Store says where a workspace is kept.
type Store struct {
	Kind   StoreKind
	Folder string // of an embedded store, absolute
	URL    string // of Redis, without a password

	Password         Secret      // of the Redis servers
	SentinelPassword Secret      // of the Sentinels, where the URL names any
	TLS              *tls.Config // for rediss://; nil: the system's authorities, no certificate of one's own
}

// The variables that hold the passwords; each may name a file, with _FILE.
const (
	passwordEnv = "QUNBAO_REDIS_PASSWORD"
	sentinelEnv = "QUNBAO_SENTINEL_PASSWORD"
)

// ParseStore reads what --store and store: take: embedded:FOLDER, the folder
// being taken from dir, or the address of Redis (checkAddress). Its error is
// Faults without a file.
func ParseStore(text, dir string) (Store, error) {
	if folder, ok := strings.CutPrefix(text, "embedded:"); ok && folder != "" {
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(dir, folder)
		}
		abs, err := filepath.Abs(folder)
		if err != nil {
			return Store{}, noStore("the folder of the store cannot be found: %v", err)
		}
		return Store{Kind: Embedded, Folder: abs}, nil
	}
	u, err := url.Parse(text)
	if err != nil { // the error would repeat a password of the address
		return Store{}, noStore("the store is not a proper address")
	}
	if u.Scheme != "redis" && u.Scheme != "rediss" {
		return Store{}, noStore("unknown store %q", u.Redacted())
	}
	if faults := checkAddress(u); faults != nil {
		return Store{}, faults
	}
	return Store{Kind: Redis, URL: text}, nil
}

// noStore is the fault of an address that is no store.
func noStore(say string, args ...any) Faults {
	return Faults{place{}.fault("write it as embedded:FOLDER or redis://127.0.0.1:6379/0", say, args...)}
}

// WithPasswords adds the passwords of Redis that the environment gives, by
// variables or by the files that they name with _FILE. An embedded store is left
// as it is.
func (s Store) WithPasswords(getenv func(string) string) (_ Store, err error) {
	if s.Kind != Redis {
		return s, nil
	}
	if s.Password, err = secret(getenv, passwordEnv); err != nil {
		return s, err
	}
	if u, _ := url.Parse(s.URL); u != nil && u.Query().Has(masterName) {
		s.SentinelPassword, err = secret(getenv, sentinelEnv)
	}
	return s, err
}

// String is the store as it is written.
func (s Store) String() string {
	if s.Kind == Embedded {
		return "embedded:" + s.Folder
	}
	return s.URL
}

// GoString hides the keys of TLS from %#v.
func (s Store) GoString() string { return s.String() }

// LogValue hides the keys of TLS from logs.
func (s Store) LogValue() slog.Value { return slog.StringValue(s.String()) }

// store reads the store of qunbao.yaml, and how it is reached.
func (l *loader) store(root *object) Store {
	w := root.word("store")
	text := w.text
	if !w.given() {
		text, w.place = defaultStore, root.place
	}
	files, at := l.tls(root)
	s, err := ParseStore(text, l.dir)
	if err != nil {
		fault := err.(Faults)[0]
		l.wrong(w.place, fault.Hint, "%s", fault.Say)
		return s
	}
	if at.line > 0 && strings.HasPrefix(s.URL, "redis:") {
		l.wrong(at, "write the store as rediss://…, or take tls: out", "tls is given, but the store is reached without it")
	}
	if s, err = s.WithPasswords(l.getenv); err != nil {
		l.wrong(w.place, "set the variable where the program is started", "%v", err)
	}
	s.TLS = files
	return s
}
