package sqlite

import (
	"database/sql/driver"
	"fmt"
	"reflect"
)

// row is one row of an answer, valid until the next: texts and whole numbers,
// since nothing else stands in our tables.
type row []driver.Value

// scan copies the columns to where dest points: texts, numbers, and types made
// of them.
func (r row) scan(dest ...any) error {
	if len(dest) != len(r) {
		return fmt.Errorf("%d columns are read into %d places", len(r), len(dest))
	}
	for i, d := range dest {
		if err := assign(d, r[i]); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func assign(dest any, v driver.Value) error {
	switch v := v.(type) {
	case string:
		switch d := dest.(type) {
		case *string:
			*d = v
			return nil
		case *[]byte:
			*d = []byte(v)
			return nil
		}
		if d := reflect.ValueOf(dest).Elem(); d.Kind() == reflect.String {
			d.SetString(v)
			return nil
		}
	case int64:
		switch d := dest.(type) {
		case *int64:
			*d = v
			return nil
		case *int:
			*d = int(v)
			return nil
		}
		if d := reflect.ValueOf(dest).Elem(); d.CanInt() {
			d.SetInt(v)
			return nil
		}
	}
	return fmt.Errorf("a %T is no %T", v, dest)
}
