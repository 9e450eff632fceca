package configs

import (
	"fmt"
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
	URL    string // of Redis, with its password: never log it, String hides it
}

// passwordEnv names the variable that holds the password of Redis.
const passwordEnv = "QUNBAO_REDIS_PASSWORD"

// ParseStore reads what --store and store: take: embedded:FOLDER, the folder
// being taken from dir, and redis:// or rediss://HOST:PORT/DB. Its error is
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
	switch {
	case err != nil: // the error would repeat a password of the address
		return Store{}, noStore("the store is not a proper address")
	case u.Scheme != "redis" && u.Scheme != "rediss":
		return Store{}, noStore("unknown store %q", u.Redacted())
	case u.Host == "":
		return Store{}, noStore("the store names no host")
	}
	return Store{Kind: Redis, URL: text}, nil
}

// noStore is the fault of an address that is no store.
func noStore(say string, args ...any) Faults {
	return Faults{place{}.fault("write it as embedded:FOLDER or redis://127.0.0.1:6379/0", say, args...)}
}

// WithPassword puts the password of Redis that the environment gives
// (QUNBAO_REDIS_PASSWORD, or the file of QUNBAO_REDIS_PASSWORD_FILE) into the
// address. Another store, or no password, leaves it as it is.
func (s Store) WithPassword(getenv func(string) string) (Store, error) {
	if s.Kind != Redis {
		return s, nil
	}
	password, err := secret(getenv, passwordEnv)
	if err != nil || password.IsEmpty() {
		return s, err
	}
	u, err := url.Parse(s.URL)
	if err != nil {
		return s, fmt.Errorf("the store is not a proper address")
	}
	u.User = url.UserPassword(u.User.Username(), password.Reveal())
	s.URL = u.String()
	return s, nil
}

// String is the store as it is written, its password hidden.
func (s Store) String() string {
	if s.Kind == Embedded {
		return "embedded:" + s.Folder
	}
	if u, err := url.Parse(s.URL); err == nil {
		return u.Redacted()
	}
	return string(s.Kind)
}

// GoString hides the password from %#v.
func (s Store) GoString() string { return s.String() }

// LogValue hides the password from logs.
func (s Store) LogValue() slog.Value { return slog.StringValue(s.String()) }

// store reads the store of qunbao.yaml, where no password may stand.
func (l *loader) store(root *object) Store {
	w := root.word("store")
	text := w.text
	if !w.given() {
		text, w.place = defaultStore, root.place
	}
	s, err := ParseStore(text, l.dir)
	if err != nil {
		fault := err.(Faults)[0]
		l.wrong(w.place, fault.Hint, "%s", fault.Say)
		return s
	}
	if u, err := url.Parse(s.URL); err == nil {
		if _, set := u.User.Password(); set {
			l.wrong(w.place, "put it into "+passwordEnv+", or into a file named by "+passwordEnv+"_FILE", "a password must not stand in this file")
			return s
		}
	}
	s, err = s.WithPassword(l.getenv)
	if err != nil {
		l.wrong(w.place, "", "%v", err)
	}
	return s
}
