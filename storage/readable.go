package storage

import (
	"errors"
	"fmt"
)

// Readable tells whether what an item holds can be read, as the stores read it.
func (i Item) Readable() error {
	var errs []error
	for _, at := range []string{i.Started, i.Ran, i.NotBefore, i.At} {
		_, err := ParseInstant(at)
		errs = append(errs, err)
	}
	if err := errors.Join(append(errs, i.readableBody())...); err != nil {
		return fmt.Errorf("an item %q cannot be read: %w", i.Kind, err)
	}
	return nil
}

func (i Item) readableBody() error {
	switch i.Kind {
	case OutageItem:
		return tried(DecodeWindow(i.Body))
	case QuestionItem:
		return tried(DecodeQuestion(i.Body))
	case RowItem:
		return tried(DecodeRow(i.Body))
	case EventItem:
		return tried(DecodeEvent(i.Body))
	case FiringItem:
		return tried(DecodeFiring(i.Body))
	case DutyItem:
		return tried(DecodeDuty(i.Body))
	case VersionItem:
		return tried(DecodeVersion(i.Body))
	case OutcomeItem:
		return tried(DecodeOutcome(i.Body))
	case DraftItem:
		return tried(DecodeDraft(i.Body))
	case ActItem:
		return tried(DecodeAct(i.Body))
	case LogItem:
		if len(i.Body) > 0 {
			return tried(DecodeRow(i.Body))
		}
	}
	return nil
}

func tried[T any](_ T, err error) error { return err }
