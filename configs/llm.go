package configs

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/shopspring/decimal"
)

// LLM is the language model that words drafts. An empty BaseURL means none:
// drafts then come from the template alone.
type LLM struct {
	BaseURL     string
	Model       string
	Key         Secret         // from the environment; may be empty for a model of one's own
	Timeout     time.Duration  // of one try
	Format      string         // json_schema, json_object, or empty: none is asked for
	Temperature float32        // negative: not sent
	Budget      int            // tokens a month; 0: not limited
	Extra       map[string]any // more keys of the request
	Reading     bool           // it is shown, masked, messages that the parser gives up on
	Phrases     []string       // the office's own, that the model may use as they are
}

// coldest stands for 0, which go-openai leaves out of a request.
const coldest = 0.01

// defaultTemperature is low: it matters more than any schema for keeping to a form.
const defaultTemperature = 0.2

// llm reads which model words the drafts. Without base_url there is none, and
// what else is said of it is checked and dropped.
func (l *loader) llm(root *object) LLM {
	o := root.object("llm")
	base, model := o.word("base_url"), o.word("model")
	m := LLM{
		BaseURL: base.text, Model: model.text, Key: l.key(o), Timeout: defaultTimeout,
		Format: l.format(o), Temperature: temperature(o), Budget: budget(o), Extra: extra(o),
		Phrases: phrases(o), Reading: o.yes("reading"),
	}
	if d, w := o.duration("timeout", time.Second, 10*time.Minute); w.given() {
		m.Timeout = d
	}
	o.close("llm")
	if m.BaseURL == "" {
		return LLM{}
	}
	u, err := url.Parse(m.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		l.wrong(base.place, "write it as https://HOST/v1", "base_url is not a web address")
	case u.User != nil || u.RawQuery != "":
		l.wrong(base.place, "a key comes from the variable that key_env names", "base_url must hold no name, password or query")
	}
	if m.Model == "" {
		l.wrong(base.place, "write the name of the model as model: …", "llm has a base_url and no model")
	}
	return m
}

// format reads how the model is asked to answer.
func (l *loader) format(o *object) string {
	switch w := o.word("format"); w.text {
	case "", "json_object":
		return "json_object"
	case "json_schema":
		return w.text
	case "none":
		return ""
	default:
		l.wrong(w.place, "json_object, json_schema or none, as the endpoint knows it", "format: unknown format %q", w.text)
		return ""
	}
}

// temperature reads how freely the model words; none leaves it to the endpoint, as
// those want that allow only their own.
func temperature(o *object) float32 {
	w := o.word("temperature")
	if !w.given() {
		return defaultTemperature
	}
	if w.text == "none" {
		return -1
	}
	n, w := o.number("temperature")
	if w.given() && (n.Decimal.IsNegative() || n.Decimal.GreaterThan(decimal.NewFromInt(2))) {
		o.wrong(w.place, "write it as 0.2, or none where the endpoint allows only its own", "temperature must lie between 0 and 2")
	}
	return max(float32(n.Decimal.InexactFloat64()), coldest)
}

// budget reads how many tokens a month may cost.
func budget(o *object) int {
	n, w := o.number("budget")
	if w.given() && (!n.Decimal.IsInteger() || !n.Decimal.IsPositive() || n.Decimal.GreaterThan(decimal.NewFromInt(math.MaxInt32))) {
		o.wrong(w.place, "write it as 2000000, or leave it out: no limit", "budget must be a number of tokens a month")
		return 0
	}
	return int(n.Decimal.IntPart())
}

// reserved are keys of a request that extra may not set: what is said, to whom, and
// what would give a model powers.
var reserved = []string{"model", "messages", "stream", "n", "response_format", "tools", "tool_choice", "functions", "function_call"}

// extra reads keys that only some endpoints know.
func extra(o *object) map[string]any {
	list := o.object("extra")
	if list == nil {
		return nil
	}
	all := map[string]any{}
	for _, key := range list.keys {
		var value any
		if err := yaml.NodeToValue(list.values[key.text], &value); err != nil {
			list.wrong(key.place, "write a text, a number, true or false, a list or keys with values", "extra: the value of %s cannot be read", key.text)
		}
		if slices.Contains(reserved, key.text) {
			list.wrong(key.place, "remove it", "extra must not set %s", key.text)
		}
		all[key.text] = value
	}
	return all
}

// phrase is one that may stand between two marks and says no number.
var phrase = regexp.MustCompile(`^[\p{Han}（）“”《》]{2,40}$`)

// phrases reads what the office lets the model say beside facts: approved wording, word
// for word.
func phrases(o *object) []string {
	var all []string
	for _, w := range o.words("phrases") {
		if !phrase.MatchString(w.text) {
			o.wrong(w.place, "write Chinese words without marks and figures, as [请各单位压实责任]", "phrases: %q is no phrase", w.text)
		}
		all = append(all, w.text)
	}
	return all
}
