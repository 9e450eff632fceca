package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The documents of the sample township's February, as scripts/month types it, read
// as its office would write them.
func TestTheDocumentsOfTheSampleMonthReadAsATownshipWritesThem(t *testing.T) {
	file, err := os.Open("testdata/briefings/february.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	month, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	store := "embedded:" + t.TempDir()
	of := []string{"-c", "configs/sample/qunbao.yaml", "--store", store}
	mustRun(t, month, append([]string{"replay", "--from", "2020-02-01T06:00:00+08:00", "--until", "2020-03-01T08:00:00+08:00"}, of...)...)
	for name, flags := range map[string]string{
		"daily-02-01": "--from 2020-02-01 --at 2020-02-01T20:10:00+08:00", // the first day
		"daily-02-12": "--from 2020-02-12 --at 2020-02-12T20:10:00+08:00", // fever
		"daily-02-14": "--from 2020-02-14 --at 2020-02-14T20:10:00+08:00",
		"daily-02-24": "--from 2020-02-24 --at 2020-02-24T20:10:00+08:00",
		"situation":   "--kind situation --from 2020-02-03 --to 2020-02-16 --at 2020-02-16T20:10:00+08:00",
		"summary":     "--kind summary --from 2020-02-01 --to 2020-02-29 --at 2020-02-29T20:10:00+08:00",
	} {
		got := mustRun(t, nil, append(append([]string{"brief"}, of...), strings.Fields(flags)...)...)
		golden(t, filepath.Join("testdata/briefings", name+".txt"), got)
	}
}
