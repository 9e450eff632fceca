package storage_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
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
