package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"qunbao/documents"
	"qunbao/report"
)

// longestAttachment is how much text a file may hold, in bytes: of a longer one a part
// would be read, and some units' numbers be lost without a word.
const longestAttachment = 64 << 10

// attached puts the text of the workbooks and documents that a message carries into
// it, so that it stands in the journal and nobody needs the files again. A message
// whose files cannot all be read holds no text: its sender may be asked for it.
func attached(w *report.Workspace, m report.Message) report.Message {
	if m.Type != report.FileMessage {
		return m
	}
	m.Text = "" // channels put the file's name there
	if !m.Private && w.Chat(m.Chat) == nil {
		return m
	}
	var texts []string
	size := 0
	for _, name := range m.Files {
		text, err := attachment(w, name)
		if size += len(text); err != nil || size > longestAttachment {
			return m
		}
		texts = append(texts, text)
	}
	m.Text = strings.Join(texts, "\n")
	return m
}

// attachment is the text of one file.
func attachment(w *report.Workspace, name string) (text string, err error) {
	f, err := os.Open(filepath.Clean(name))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > documents.MaxFile {
		return "", errors.Join(err, documents.ErrTooLarge)
	}
	data, err := io.ReadAll(io.LimitReader(f, documents.MaxFile+1))
	if err != nil {
		return "", err
	}
	return documents.Text(name, data, w.IsCell)
}
