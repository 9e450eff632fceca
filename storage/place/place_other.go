//go:build !linux && !windows

package place

import "errors"

// Free is not known on this system.
func Free(string) (uint64, error) { return 0, errors.ErrUnsupported }

// Remote is not known on this system.
func Remote(string) (how string, err error) { return "", errors.ErrUnsupported }

func copied(string) string { return "" }
