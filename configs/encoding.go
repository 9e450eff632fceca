package configs

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeText gives a file's text: UTF-8 with or without a byte order mark, else
// GB18030, which is what Excel and WPS write on a Chinese Windows.
func decodeText(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if utf8.Valid(data) {
		return string(data), nil
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return "", errors.New("the text is UTF-16")
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || strings.ContainsRune(string(decoded), utf8.RuneError) {
		return "", errors.New("the text is neither UTF-8 nor GB18030")
	}
	return string(decoded), nil
}
