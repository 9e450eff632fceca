package scheduler_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/scheduler"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares lines with a file of testdata.
func golden(t *testing.T, name string, lines []string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// A day and a half: 柳湾 reports before anybody is reminded, 东坡 between the
// first stage and the deadline, 河口 between the deadline and the escalation,
// 石桥 never; its night shift is due the next morning.
func TestADayOfTheTownship(t *testing.T) {
	m := newMemory()
	s := program(t, township(), m)
	key := report.PeriodKey{Form: "epidemic-daily", Day: day("2020-02-05")}
	run(t, s, at("2020-02-05 07:00"), at("2020-02-05 15:59"))
	m.file("柳湾村", key, at("2020-02-05 14:05"))
	run(t, s, at("2020-02-05 16:00"), at("2020-02-05 16:59"))
	m.file("东坡村", key, at("2020-02-05 16:30"))
	run(t, s, at("2020-02-05 17:00"), at("2020-02-05 17:29"))
	m.file("河口村", key, at("2020-02-05 17:12"))
	run(t, s, at("2020-02-05 17:30"), at("2020-02-06 08:31"))
	golden(t, "day", append(m.named(""), m.rows("")...))
}

func TestAReminderWithoutPrivateTalkGoesToTheChatAndMentions(t *testing.T) {
	m := newMemory()
	s := programWith(t, only(publicity()), m, &desk{}, scheduler.Options{})
	run(t, s, at("2020-02-05 07:00"), at("2020-02-05 18:00"))
	want := []string{"02-05 18:00 to 02-05 23:59 reminder | remind/publicity/2020-02-05//after-0m-reporter/chat:工作群 | " +
		"柳湾村 东坡村 河口村 石桥村 @卡-李会芳 @卡-赵大勇 @卡-王桂兰 @卡-陈水生 @卡-刘建国"}
	if diff := cmp.Diff(want, m.rows("remind/")); diff != "" {
		t.Error(diff)
	}
}

// 李会芳 is not known to the channel, 赵大勇 of the same village is; nobody of 东坡
// is.
func TestWhoCannotBeReachedInPrivateIsMentionedInTheChat(t *testing.T) {
	m := newMemory()
	o := scheduler.Options{Private: true, Reaches: func(p report.PersonID) bool { return p != "李会芳" && p != "王桂兰" }}
	run(t, programWith(t, only(publicity()), m, &desk{}, o), at("2020-02-05 07:00"), at("2020-02-05 18:00"))
	want := []string{
		"02-05 18:00 to 02-05 23:59 reminder | remind/publicity/2020-02-05//after-0m-reporter/person:赵大勇 | 柳湾村",
		"02-05 18:00 to 02-05 23:59 reminder | remind/publicity/2020-02-05//after-0m-reporter/person:陈水生 | 河口村 石桥村",
		"02-05 18:00 to 02-05 23:59 reminder | remind/publicity/2020-02-05//after-0m-reporter/person:刘建国 | 石桥村",
		"02-05 18:00 to 02-05 23:59 reminder | remind/publicity/2020-02-05//after-0m-reporter/chat:工作群 | 东坡村 @卡-王桂兰",
	}
	if diff := cmp.Diff(want, m.rows("remind/")); diff != "" {
		t.Error(diff)
	}
}

// A lead who sends the unit's reports is not asked about himself; what nobody
// leads is the office's.
func TestASilentUnitIsItsLeadsOrElseTheOfficesToAskAfter(t *testing.T) {
	settings := only(publicity())
	settings.Forms[0].Remind = []report.Stage{{To: report.ToLead}}
	for i := range settings.People {
		if p := &settings.People[i]; p.Name == "王桂兰" {
			p.Posts = append(p.Posts, report.Post{Unit: "东坡村", Role: report.Lead})
		} else if p.Name == "陈水生" {
			p.Posts = append(p.Posts, report.Post{Unit: "石桥村", Role: report.Lead})
		} else if p.Has(report.Lead) {
			p.Posts = slices.DeleteFunc(p.Posts, func(q report.Post) bool { return q.Unit == "东坡村" })
		}
	}
	m := newMemory()
	run(t, program(t, settings, m), at("2020-02-05 07:00"), at("2020-02-05 18:00"))
	want := []string{
		"02-05 18:00 to 02-05 23:59 escalation | remind/publicity/2020-02-05//after-0m-lead/person:钱海 | 柳湾村",
		"02-05 18:00 to 02-05 23:59 escalation | remind/publicity/2020-02-05//after-0m-lead/person:郑晓 | 东坡村 石桥村",
		"02-05 18:00 to 02-05 23:59 escalation | remind/publicity/2020-02-05//after-0m-lead/person:马丽 | 河口村",
	}
	if diff := cmp.Diff(want, m.rows("remind/")); diff != "" {
		t.Error(diff)
	}
}

func TestAFormWithoutAChatRemindsInPrivate(t *testing.T) {
	m := newMemory()
	f := publicity()
	f.ID, f.Remind = "lone", []report.Stage{{To: report.ToChat}}
	run(t, programWith(t, only(f), m, &desk{}, scheduler.Options{}), at("2020-02-05 07:00"), at("2020-02-05 18:00"))
	if got := m.rows("remind/"); len(got) != 5 || !strings.Contains(got[0], "person:李会芳") {
		t.Errorf("got %q, want a row for each reporter and deputy", got)
	}
}

func TestNobodyMissingIsClaimedWithoutRows(t *testing.T) {
	m := newMemory()
	s := program(t, only(checkpoint()), m)
	run(t, s, at("2020-02-05 07:00"), at("2020-02-05 20:04"))
	m.file("石桥村", report.PeriodKey{Form: "checkpoint", Day: day("2020-02-05"), Slot: "day"}, at("2020-02-05 19:00"))
	run(t, s, at("2020-02-05 20:05"), at("2020-02-05 20:05"))
	f, claimed := m.claims["remind/checkpoint/2020-02-05/day/after-5m-reporter"]
	if !claimed || f.Skipped || len(f.Rows) != 0 {
		t.Errorf("claimed %v, firing %+v", claimed, f)
	}
}

// The stage of a night shift that is due in the morning speaks of the evening
// before, and is said until the next shift of its kind could be reminded of.
func TestANightShiftBelongsToTheDayItBegan(t *testing.T) {
	m := newMemory()
	run(t, program(t, only(checkpoint()), m), at("2020-02-28 07:00"), at("2020-03-01 08:05"))
	want := []string{
		"02-28 20:05 to 02-29 08:00 reminder | remind/checkpoint/2020-02-28/day/after-5m-reporter/person:刘建国 | 石桥村",
		"02-28 20:05 to 02-29 08:00 reminder | remind/checkpoint/2020-02-28/day/after-5m-reporter/person:陈水生 | 石桥村",
		"02-29 08:05 to 02-29 20:00 reminder | remind/checkpoint/2020-02-28/night/after-5m-reporter/person:刘建国 | 石桥村",
		"02-29 08:05 to 02-29 20:00 reminder | remind/checkpoint/2020-02-28/night/after-5m-reporter/person:陈水生 | 石桥村",
		"02-29 20:05 to 03-01 08:00 reminder | remind/checkpoint/2020-02-29/day/after-5m-reporter/person:刘建国 | 石桥村",
		"02-29 20:05 to 03-01 08:00 reminder | remind/checkpoint/2020-02-29/day/after-5m-reporter/person:陈水生 | 石桥村",
		"03-01 08:05 to 03-01 20:00 reminder | remind/checkpoint/2020-02-29/night/after-5m-reporter/person:刘建国 | 石桥村",
		"03-01 08:05 to 03-01 20:00 reminder | remind/checkpoint/2020-02-29/night/after-5m-reporter/person:陈水生 | 石桥村",
	}
	if diff := cmp.Diff(want, m.rows("remind/")); diff != "" {
		t.Error(diff)
	}
}

func TestTheCalendarDecidesOnWhichDaysAFormIsOwed(t *testing.T) {
	for name, tc := range map[string]struct {
		form        report.Form
		from, until string
		want        []string // days with a deadline
	}{
		"weekend and a make-up Saturday": {publicity(), "2020-05-01 00:00", "2020-05-11 23:00",
			[]string{"05-06", "05-07", "05-08", "05-09", "05-11"}},
		"year end": {publicity(), "2019-12-30 00:00", "2020-01-03 23:00",
			[]string{"12-30", "12-31", "01-02", "01-03"}},
		"the last day in force": {epidemic(), "2020-06-29 00:00", "2020-07-02 23:00",
			[]string{"06-29", "06-30"}},
		"the first day in force": {flood(), "2020-05-30 00:00", "2020-06-02 23:00",
			[]string{"06-01", "06-02"}},
		"a leap day": {epidemic(), "2020-02-28 00:00", "2020-03-01 23:00",
			[]string{"02-28", "02-29", "03-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory()
			tc.form.Remind = []report.Stage{{To: report.ToChat}}
			run(t, program(t, only(tc.form), m), at(tc.from), at(tc.until))
			var got []string
			for _, n := range m.named("remind/") {
				got = append(got, m.claims[n].At.In(shanghai()).Format("01-02"))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if opened := m.named("open/"); len(opened) != len(tc.want) && len(opened) != len(tc.want)+1 {
				t.Errorf("opened %q", opened) // one more is the day that was open at the start
			}
		})
	}
}

// Where the clock is set forward at 02:00 or back to 01:00, every day still has
// each of its times once, at the instant that completeness takes for due.
func TestSummerTimeNeitherLosesNorDoublesADeadline(t *testing.T) {
	for _, tc := range []struct{ due, first string }{{"02:30", "2020-03-06"}, {"01:30", "2020-10-30"}, {"03:00", "2020-03-06"}} {
		settings := only(epidemic())
		settings.Zone = zone("America/New_York")
		settings.Forms[0].Until = 0
		settings.Forms[0].Slots[0] = report.Slot{Due: clock(tc.due)}
		settings.Forms[0].Remind = []report.Stage{{To: report.ToChat}}
		m := newMemory()
		start := day(tc.first).At(0, settings.Zone)
		run(t, program(t, settings, m), start, start.AddDate(0, 0, 5))
		w := report.NewWorkspace(settings)
		for i := range 5 {
			key := report.PeriodKey{Form: "epidemic-daily", Day: day(tc.first) + report.Day(i)}
			f, ok := m.claims["remind/epidemic-daily/"+key.Day.String()+"//after-0m-chat"]
			if !ok || !f.At.Equal(w.Due(key)) {
				t.Errorf("due %s on %s: claimed %v at %s, want %s", tc.due, key.Day, ok, f.At, w.Due(key))
			}
		}
	}
}

func TestStagesOfOneInstantAreAllSaid(t *testing.T) {
	f := flood()
	f.From, f.Remind = 0, []report.Stage{{To: report.ToChat}, {To: report.ToLead}}
	m := newMemory()
	run(t, program(t, only(f), m), at("2020-02-05 07:00"), at("2020-02-05 08:00"))
	if got := m.rows("remind/"); len(got) != 4 || len(m.skipped()) != 0 {
		t.Errorf("rows %q, skipped %q", got, m.skipped())
	}
}

func TestAStageAfterTheClosingIsNeverSaid(t *testing.T) {
	f := epidemic()
	f.Closes, f.Remind = clock("18:00"), []report.Stage{{Offset: time.Hour, To: report.ToChat}, {Offset: 2 * time.Hour, To: report.ToLead}}
	m := newMemory()
	run(t, program(t, only(f), m), at("2020-02-05 07:00"), at("2020-02-05 23:00"))
	if len(m.rows("remind/")) != 0 || len(m.skipped()) != 2 {
		t.Errorf("rows %q, skipped %q", m.rows("remind/"), m.skipped())
	}
}

func TestATimeThatIsNoMinuteIsRefused(t *testing.T) {
	settings := township()
	settings.Forms[0].Remind[0].Offset = 90 * time.Second
	_, err := scheduler.New(report.NewWorkspace(settings), newMemory(), &desk{}, nil, scheduler.Options{})
	if err == nil || !strings.Contains(err.Error(), "epidemic-daily") {
		t.Errorf("got %v", err)
	}
}
