package storage_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/storagetest"
)

func TestADraftOfOldIsReadFromItsText(t *testing.T) {
	d, err := storage.DecodeDraft([]byte(`{"id":"daily/2020-02-03/2020-02-03","h":"青石镇工作简报","s":["m1","m2"],"m":"2020-02-04T08:00:00+08:00","z":"drafted",
		"x":"青石镇工作简报\n第12期　2020年2月4日\n\n一、报送情况\n疫情日报应报12个单位。\n\n二、主要数据\n居家观察46人。\n接触者3人。\n"}`))
	if err != nil {
		t.Fatal(err)
	}
	if want := "青石镇工作简报\n第12期　2020年2月4日\n\n一、报送情况\n疫情日报应报12个单位。\n\n二、主要数据\n居家观察46人。\n接触者3人。\n"; d.Text() != want {
		t.Errorf("%q", d.Text())
	}
	if len(d.Sources()) != 2 || d.State != report.Drafted || !d.Made.Equal(time.Date(2020, 2, 4, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", d)
	}
}

func TestTheFactsOfManyUnitsAreKeptSmallAndWhole(t *testing.T) {
	d := report.Draft{ID: "daily/2020-02-03/2020-02-03", Rev: 1}
	for f := range 12 {
		fact := report.Fact{ID: fmt.Sprint("D", f), Text: "居家观察46人", Must: true}
		for unit := range 200 {
			key := report.RecordKey{PeriodKey: report.PeriodKey{Form: "daily", Day: 18000}, Unit: report.UnitID(fmt.Sprint("村", unit))}
			fact.Entries = append(fact.Entries, report.EntryRef{Key: key, Field: "home", Message: report.MessageID(fmt.Sprint("m", unit))})
			fact.Sources = append(fact.Sources, report.MessageID(fmt.Sprint("m", unit)))
		}
		d.Facts = append(d.Facts, fact)
	}
	b, err := storage.EncodeDraft(d)
	if err != nil || len(b) > 16<<10 {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	got, err := storage.DecodeDraft(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := storagetest.Same(d, got); diff != "" {
		t.Error(diff)
	}
	if _, err := storage.DecodeDraft(bytes.Replace(b, []byte(`"g":"`), []byte(`"g":"AAAA`), 1)); err == nil {
		t.Error("damaged facts were read")
	}
}
