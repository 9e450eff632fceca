package configs

import (
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// Secret is a password or key. It prints and logs as stars; Reveal gives it.
type Secret struct{ value string }

// Reveal is the secret itself, for the one call that needs it.
func (s Secret) Reveal() string { return s.value }

// IsEmpty tells whether there is none.
func (s Secret) IsEmpty() bool { return s.value == "" }

// String hides the secret.
func (s Secret) String() string {
	if s.value == "" {
		return ""
	}
	return "***"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the secret from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// secret reads the variable name, or the file that name_FILE names, without the
// white space around it. Both at once is an error: one of them would be ignored.
func secret(getenv func(string) string, name string) (Secret, error) {
	value, file := strings.TrimSpace(getenv(name)), getenv(name+"_FILE")
	switch {
	case file == "":
		return Secret{value}, nil
	case value != "":
		return Secret{}, fmt.Errorf("both %s and %s_FILE are set", name, name)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return Secret{}, fmt.Errorf("the file of %s_FILE cannot be read: %w", name, bare(err))
	}
	return Secret{strings.TrimSpace(string(data))}, nil
}

// variable is the name of an environment variable; what is none, in key_env, is
// probably the key itself.
var variable = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

// key reads the model's key from the environment, and refuses one in the file.
func (l *loader) key(o *object) Secret {
	for _, name := range []string{"key", "api_key", "token"} {
		if o != nil && o.values[name] != nil {
			o.known = append(o.known, name)
			l.wrong(placeOfNode(o.file, o.values[name]), "put it into the environment variable that key_env names, or into a file named by it with _FILE",
				"a key must not stand in this file")
		}
	}
	w := o.word("key_env")
	if w.text == "" {
		w = word{defaultKeyEnv, w.place}
	}
	if !variable.MatchString(w.text) {
		l.wrong(w.place, "write it as key_env: QUNBAO_LLM_KEY", "key_env must name an environment variable, not hold the key")
		return Secret{}
	}
	s, err := secret(l.getenv, w.text)
	if err != nil && o != nil {
		at := w.place
		if at.line == 0 {
			at = o.place
		}
		l.wrong(at, "set the variable where the program is started, or leave the key out", "%v", err)
	}
	return s
}
