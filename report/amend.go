package report

import "slices"

// Amendment is what people later said that a message should have been read as,
// or should have said: one message and one of the records it filed. What was
// asked about and answered is none, since nothing was misread.
type Amendment struct {
	Message MessageID // whose report was set right
	Key     RecordKey
	Values  map[FieldID]Value // of the fields that were set right, as they stand now
}

// Amendments lists the messages of a record that a correction has set right, or
// that came to nothing and were said again by the same person, in the order of
// their times. A later report that only brings newer figures amends nothing.
func (r *Record) Amendments() []Amendment {
	live := r.Live()
	var out []Amendment
	for i, v := range live {
		values := map[FieldID]Value{}
		for _, later := range live[i+1:] {
			for f, value := range later.amends(v) {
				values[f] = value
			}
		}
		if len(values) > 0 {
			out = append(out, Amendment{v.Message, r.RecordKey, values})
		}
	}
	return out
}

// amends gives the values by which a version sets an earlier one right.
func (v *Version) amends(earlier Version) map[FieldID]Value {
	again := v.Kind == VersionNew && earlier.Kind == VersionAttempt && v.By == earlier.By
	if v.Kind != VersionCorrection && !again || v.Message == earlier.Message || v.Proxy && !earlier.Proxy {
		return nil
	}
	values := map[FieldID]Value{}
	for f, value := range v.Values {
		old, said := earlier.Values[f]
		asked := slices.ContainsFunc(earlier.Problems, func(p Problem) bool { return p.Field == f })
		if !value.Carried && !asked && (!said || !old.Equal(value)) {
			values[f] = value
		}
	}
	return values
}
