package report

import (
	"slices"
	"strings"
	"time"
)

// firstCalled are those who are told first of an urgent matter that leaves at an
// instant, without whoever speaks: where nobody else is called, the leaders.
func (d *decision) firstCalled(at time.Time) []*Person {
	people := d.others(d.w.calls(at)[0].people)
	if len(people) == 0 {
		people = d.others(d.w.AllWith(Leader))
	}
	return people
}

// aloud tells whether what is told to people is said in the leaders' chat.
func (d *decision) aloud() bool { return d.Aloud && d.w.leadersChat() != "" }

// reached says who is told first of a matter that leaves at an instant; "" where
// there is nobody to tell.
func (d *decision) reached(at time.Time) string {
	duty := d.w.OnDuty(at)
	var leads, standby, to []string
	leaders, office := false, false
	for _, p := range d.firstCalled(at) {
		s := Speaker{Person: p}
		switch {
		case slices.Contains(duty.Lead, p.ID):
			leads = append(leads, p.Name)
		case s.Has(Leader):
			leaders = true
		case s.Has(Admin):
			office = true
		default:
			standby = append(standby, p.Name)
		}
	}
	switch {
	case len(leads) > 0:
		to = append(to, "带班领导"+strings.Join(leads, "、"))
	case leaders && office:
		return "镇领导和值班室"
	case leaders:
		to = append(to, "镇领导")
	}
	if office {
		to = append(to, "办公室")
	}
	if len(standby) > 0 {
		to = append(to, "值班人员"+strings.Join(standby, "、"))
	}
	if len(to) == 0 && d.aloud() {
		return "班子群"
	}
	return strings.Join(to, "和")
}

// nobodyTold is said to whoever raised or followed up a matter of which nobody could
// be told.
const nobodyTold = "已记下，但花名册里没有可以通知的领导和值班人员，请马上打电话报告"
