package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// burdened is a store in which a month has passed that asks too much: 卡点 hardly ever
// changes, and 值守 is asked for by two forms.
func burdened(t *testing.T) (store string, out []outline) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 5))
	type said struct {
		at         time.Time
		card, text string
	}
	var all []said
	for d := range 29 {
		for i, who := range reporters {
			gates, guards := 2+i%3, 4+i%4+r.IntN(3)
			if who[1] == "青石社区" {
				gates += d % 2
			}
			at := month.AddDate(0, 0, d).Add(time.Duration(3600+r.IntN(10*3600)) * time.Second)
			switch n := r.IntN(12); {
			case n == 0: // silence
			case n < 3:
				all = append(all, said{at, who[0], who[1] + "疫情日报平安"})
			default:
				all = append(all, said{at, who[0], fmt.Sprintf("%s疫情日报：居家观察%d人，卡点%d个，值守人员%d人，发热0人", who[1], 10+r.IntN(30), gates, guards)})
				if n == 3 {
					all = append(all, said{at.Add(5 * time.Minute), who[0], "更正：居家观察应为40人"})
				}
				if n == 4 {
					all = append(all, said{at.Add(6 * time.Minute), who[0], "宣传单20箱"})
				}
			}
			if r.IntN(4) > 0 {
				all = append(all, said{at.Add(10 * time.Minute), who[0], fmt.Sprintf("%s卡点值守白班：检查车辆%d辆，值守人员%d人", who[1], r.IntN(90), guards)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b said) int { return a.at.Compare(b.at) })
	var in bytes.Buffer
	for i, s := range all {
		b, err := json.Marshal(map[string]any{"id": fmt.Sprintf("m%04d", i), "time": s.at, "chat": workChat, "sender": s.card, "text": s.text})
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(b, '\n'))
	}
	store = "embedded:" + t.TempDir()
	text := mustRun(t, in.Bytes(), "replay", "-c", "testdata/township/qunbao.yaml", "--store", store,
		"--from", month.Format(time.RFC3339), "--until", "2020-03-03T07:00:00+08:00")
	return store, decodeLines[outline](t, text)
}

// monthLine is what the first digest of March says of that February.
const monthLine = `■ 上月报表负担：12个单位共发618条、填1520项
  建议停报或少报：“宣传消杀统计”近22期无一报送；另有2项建议，详见办公室的负担表`

func burden(t *testing.T, store string, args ...string) string {
	t.Helper()
	return mustRun(t, nil, append([]string{"burden", "-c", "testdata/township/qunbao.yaml", "--store", store, "--from", "2020-02-03", "--to", "2020-03-02"}, args...)...)
}

func TestTheBurdenOfAMonthIsToldWithWhatCouldBeSpared(t *testing.T) {
	store, out := burdened(t)
	text, object := burden(t, store), burden(t, store, "--json")
	golden(t, "testdata/burden.txt", text)
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(object), "", " "); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/burden.json", indented.String())
	for _, p := range decodeLines[burdenObject](t, object)[0].Proposals {
		for _, r := range reporters {
			if strings.Contains(p.Say, r[1]) {
				t.Errorf("a proposal names a unit: %s", p.Say)
			}
		}
	}
	for _, o := range out {
		first := o.Time.In(month.Location()).Format("01-02 15:04") == "03-01 07:30"
		_, lines, said := strings.Cut(o.Text, "\n■ 上月报表负担")
		if o.Kind == "digest" && said != first || said && "■ 上月报表负担"+lines != monthLine {
			t.Errorf("%s %s:\n%s", o.Key, o.Kind, o.Text)
		}
	}
	one := decodeLines[burdenObject](t, burden(t, store, "--unit", "柳湾村", "--json"))[0]
	if len(one.Units) != 1 || one.Units[0].Unit != report.UnitID("柳湾村") || one.Total != one.Units[0].loadLine {
		t.Errorf("one unit alone: %+v", one)
	}
}

func TestABurdenThatCannotBeToldIsRefusedInOneSentence(t *testing.T) {
	store := "embedded:" + t.TempDir()
	mustRun(t, nil, "replay", "-c", "testdata/township/qunbao.yaml", "--store", store, "--from", "2020-02-05T07:00:00+08:00", "--until", "2020-02-05T08:00:00+08:00")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--from", "2020-02-05", "--to", "2020-02-04"}, "--to: 2020-02-04 is before 2020-02-05"},
		{[]string{"--from", "2010-01-01"}, "--from: 2010-01-01 to 2020-02-05 are 3688 days; ask for 1100 at most"},
		{[]string{"--from", "1月1日"}, `--from: "1月1日" is not a day; write it as 2020-02-01`},
		{[]string{"--unit", "柳村"}, `--unit: "柳村" owes no form and has reported nothing in these days; write the name as in the roster`},
	} {
		var out, talk bytes.Buffer
		code := run(t.Context(), append([]string{"burden", "-c", "testdata/township/qunbao.yaml", "--store", store}, c.args...),
			func(string) string { return "" }, nil, &out, &talk)
		if code != exitUsage || out.Len() > 0 || talk.String() != "qunbao: "+c.want+"\n" {
			t.Errorf("%q: exit %d, %q, want %q", c.args, code, talk.String(), c.want)
		}
	}
	want := "青石镇 2020-01-07至2020-02-05（30天）的报送负担\n这些天没有报送记录。\n"
	if got := mustRun(t, nil, "burden", "-c", "testdata/township/qunbao.yaml", "--store", store); got != want {
		t.Errorf("nothing was reported, and it says %q", got)
	}
}
