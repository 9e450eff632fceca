package configs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/shopspring/decimal"
)

// word is a scalar of a file with its place. The zero word is one that is not
// there, or that was no scalar, which has then been noted.
type word struct {
	text string
	place
}

// given tells whether the word stands in the file, if only as "".
func (w word) given() bool { return w.line > 0 }

// object is a mapping of a YAML file. Reading a key makes it a known one; close
// notes the keys that nobody read, so that the readers are the schema. Each
// reader notes what is wrong with its value and gives the zero value then. All
// of them may be called on a nil object, which has no keys.
type object struct {
	place
	found  *findings
	keys   []word
	values map[string]ast.Node
	known  []string
}

// parseYAML reads a file that holds one mapping. It gives nil where there is
// none, having noted why; of a syntax error only the first is known.
func parseYAML(file, text string, found *findings) *object {
	whole := place{file: file}
	tree, err := parseText(text)
	if err != nil {
		var at yaml.Error
		if errors.As(err, &at) {
			found.wrong(placeOf(file, at.GetToken()), "the rest of this file is checked once this is mended", "not YAML: %s", firstLine(at.GetMessage()))
		} else {
			found.wrong(whole, "write it as keys with values, such as quiet: \"21:00-07:00\"", "not YAML: %s", firstLine(err.Error()))
		}
		return nil
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		found.wrong(whole, "`qunbao init DIR` makes a workspace to copy one from", "the file is empty")
		return nil
	}
	if len(tree.Docs) > 1 {
		found.wrong(placeOf(file, tree.Docs[1].Start), "remove the line ---", "a file holds one document only")
	}
	return newObject(file, tree.Docs[0].Body, found)
}

// parseText turns a panic of the parser over malformed text into an error.
func parseText(text string) (tree *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			tree, err = nil, fmt.Errorf("the text cannot be read: %v", r)
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

// newObject reads a mapping's keys; nil where the node is no mapping.
func newObject(file string, n ast.Node, found *findings) *object {
	o := &object{place: placeOfNode(file, n), found: found, values: map[string]ast.Node{}}
	m, ok := n.(ast.MapNode)
	if !ok {
		found.wrong(o.place, "write it as key: value", "keys with values must stand here, not %s", kindOf(n))
		return nil
	}
	for it := m.MapRange(); it.Next(); {
		key := word{keyText(it.Key()), placeOf(file, it.Key().GetToken())}
		if _, twice := o.values[key.text]; twice {
			found.wrong(key.place, "keep one of them", "the key %q stands here twice", key.text)
			continue
		}
		o.keys = append(o.keys, key)
		o.values[key.text] = it.Value()
	}
	return o
}

// take gives a key's value and makes the key known; a key without a value, or
// with null, is as one that is not there.
func (o *object) take(key string) ast.Node {
	if o == nil {
		return nil
	}
	if !slices.Contains(o.known, key) {
		o.known = append(o.known, key)
	}
	n := o.values[key]
	if n == nil || n.Type() == ast.NullType {
		return nil
	}
	return n
}

// close notes the keys that nobody read; what names the object for the reader.
func (o *object) close(what string) {
	if o == nil {
		return
	}
	o.found.asks(what, o.known)
	for _, key := range o.keys {
		if !slices.Contains(o.known, key.text) {
			o.found.wrong(key.place, o.nearest(key.text), "unknown key %q in %s", key.text, what)
		}
	}
}

// nearest is the hint for an unknown key: the known one a slip away, else all.
func (o *object) nearest(key string) string {
	best, distance := "", 3
	for _, known := range o.known {
		if d := levenshtein.ComputeDistance(key, known); d < distance && d < len(known)/2+1 {
			best, distance = known, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	return "known keys: " + strings.Join(o.known, ", ")
}

// wrong notes a fault at a word.
func (o *object) wrong(at place, hint, say string, args ...any) {
	o.found.wrong(at, hint, say, args...)
}

// must reads a text that has to be there and not be empty.
func (o *object) must(key string) word {
	if o == nil {
		return word{}
	}
	n := o.take(key)
	if n == nil {
		o.wrong(o.place, fmt.Sprintf("write it as %s: …", key), "the key %q is missing", key)
		return word{}
	}
	w := o.scalar(n, key)
	if w.given() && w.text == "" {
		o.wrong(w.place, fmt.Sprintf("write it as %s: …", key), "%s must not be empty", key)
		return word{}
	}
	return w
}

// word reads a text that may be left out.
func (o *object) word(key string) word {
	n := o.take(key)
	if n == nil {
		return word{}
	}
	return o.scalar(n, key)
}

// scalar reads a text. A number counts as the text it is written as, so that a
// name such as 2020 and an exact decimal both come through unchanged.
func (o *object) scalar(n ast.Node, key string) word {
	at := placeOfNode(o.file, n)
	switch v := n.(type) {
	case *ast.StringNode:
		return word{strings.TrimSpace(v.Value), at}
	case *ast.LiteralNode:
		return word{strings.TrimSpace(v.Value.Value), at}
	case *ast.IntegerNode, *ast.FloatNode:
		return word{n.GetToken().Value, at}
	}
	o.wrong(at, "write one text, with quotation marks where it holds marks", "%s must be text, not %s", key, kindOf(n))
	return word{}
}

// nodes reads a list; what stands alone is refused, as [a] and a are different.
func (o *object) nodes(key string) []ast.Node {
	n := o.take(key)
	if n == nil {
		return nil
	}
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		o.wrong(placeOfNode(o.file, n), fmt.Sprintf("write it as %s: [ … ]", key), "%s must be a list, not %s", key, kindOf(n))
		return nil
	}
	return list.Values
}

// need notes a list that is missing or empty.
func (o *object) need(key, hint string) {
	if o == nil {
		return
	}
	n := o.take(key)
	list, ok := n.(*ast.SequenceNode)
	switch {
	case n == nil:
		o.wrong(o.place, hint, "the key %q is missing", key)
	case ok && len(list.Values) == 0:
		o.wrong(placeOfNode(o.file, n), hint, "%s must not be empty", key)
	}
}

// words reads a list of texts that are neither empty nor repeated.
func (o *object) words(key string) []word {
	var words []word
	for _, n := range o.nodes(key) {
		w := o.scalar(n, "each of "+key)
		switch {
		case !w.given():
		case w.text == "":
			o.wrong(w.place, "remove it", "an empty text stands in %s", key)
		case slices.ContainsFunc(words, func(v word) bool { return v.text == w.text }):
			o.wrong(w.place, "keep one of them", "%q stands in %s twice", w.text, key)
		default:
			words = append(words, w)
		}
	}
	return words
}

// objects reads a list of mappings.
func (o *object) objects(key string) []*object {
	var objects []*object
	for _, n := range o.nodes(key) {
		if item := newObject(o.file, n, o.found); item != nil {
			objects = append(objects, item)
		}
	}
	return objects
}

// object reads a mapping; nil where it is not there.
func (o *object) object(key string) *object {
	n := o.take(key)
	if n == nil {
		return nil
	}
	return newObject(o.file, n, o.found)
}

// yes reads true or false; false where it is not there.
func (o *object) yes(key string) bool {
	n := o.take(key)
	if n == nil {
		return false
	}
	b, ok := n.(*ast.BoolNode)
	if !ok {
		o.wrong(placeOfNode(o.file, n), "write true or false, without quotation marks", "%s must be true or false, not %s", key, kindOf(n))
		return false
	}
	return b.Value
}

// plainNumber is a decimal as people write it. Exponents are refused: they have
// no use here, and 1e999999999 would fill the memory.
var plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,9})?$`)

// number reads an exact decimal.
func (o *object) number(key string) (decimal.NullDecimal, word) {
	w := o.word(key)
	if !w.given() {
		return decimal.NullDecimal{}, w
	}
	if !plainNumber.MatchString(w.text) {
		o.wrong(w.place, "write it as 20 or 0.5", "%s must be a number, not %q", key, w.text)
		return decimal.NullDecimal{}, word{}
	}
	return decimal.NewNullDecimal(decimal.RequireFromString(w.text)), w
}

// placeOfNode is where a value begins. A mapping's own token is the colon behind
// its first key, so that key is taken instead.
func placeOfNode(file string, n ast.Node) place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		return placeOf(file, m.Values[0].Key.GetToken())
	}
	return placeOf(file, n.GetToken())
}

// placeOf is the place of a token; the first line where the parser lost it.
func placeOf(file string, t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{file: file, line: 1}
	}
	return place{file, max(1, t.Position.Line), t.Position.Column}
}

// keyText is a key as its owner wrote it, without quotes.
func keyText(key ast.MapKeyNode) string {
	if s, ok := key.(*ast.StringNode); ok {
		return s.Value
	}
	if t := key.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// kindOf names what a node is, for people who do not know YAML's words.
func kindOf(n ast.Node) string {
	switch n.(type) {
	case ast.MapNode:
		return "keys with values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return "a YAML anchor, alias or tag, which are not taken here"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	}
	return "a number"
}

// firstLine cuts the source excerpts off the libraries' errors: a fault is one
// sentence.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
