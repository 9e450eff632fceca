package notify

import "rsc.io/qr"

// Code is a QR code that holds a text, as a PNG of about 300 by 300 points; nil for a
// text that fits into none.
func Code(text string) []byte {
	code, err := qr.Encode(text, qr.M)
	if err != nil || text == "" {
		return nil
	}
	return code.PNG()
}
