package report

import "fmt"

// Attachment is a file that a digest carries.
type Attachment struct {
	Kind  AttachmentKind
	Field FieldID // of a trend: a number of one of the digest's forms
	Days  int     // of a trend: how far it looks back
}

// AttachmentKind is what a file shows.
type AttachmentKind string

// The kinds of attachments.
const (
	BoardAttached AttachmentKind = "board" // where every unit stands, as a picture
	TrendAttached AttachmentKind = "trend" // how a field went over the last days, as a picture
	TableAttached AttachmentKind = "table" // what every unit reported, as a workbook
)

// String is the attachment as the configuration writes it.
func (a Attachment) String() string {
	if a.Kind == TrendAttached {
		return fmt.Sprintf("%s %s %d", a.Kind, a.Field, a.Days)
	}
	return string(a.Kind)
}

// DigestName is what a digest about a day is called: 青石镇晨报2月1日.
func (w *Workspace) DigestName(p DigestPlan, day Day) string {
	return w.Name + p.Title() + day.Chinese()
}

// FieldOf finds a field among some forms: the first that has it.
func (w *Workspace) FieldOf(forms []FormID, id FieldID) (*Form, *Field) {
	for _, f := range forms {
		if field := w.Form(f).Field(id); field != nil {
			return w.Form(f), field
		}
	}
	return nil, nil
}
