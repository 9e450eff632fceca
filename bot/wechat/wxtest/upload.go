package wxtest

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// The service takes parts of this size, and a file above the second only after
// webwxcheckupload.
const (
	partSize   = 512 << 10
	checkAbove = 25 << 20
)

// upload is a file that the client has brought.
type upload struct {
	name    string
	content []byte
}

// uploadRequest is what stands in the form beside the file.
type uploadRequest struct {
	BaseRequest              baseRequest
	ClientMediaId, TotalLen  int64
	FromUserName, ToUserName string
	FileMd5, Signature       string
}

// serveUpload takes one part of a file; with the last one its sum must be right.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	var req uploadRequest
	if err := r.ParseMultipartForm(2 << 20); err != nil || json.Unmarshal([]byte(r.FormValue("uploadmediarequest")), &req) != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	file, _, err := r.FormFile("filename")
	if err != nil {
		http.Error(w, "the form holds no file", http.StatusBadRequest)
		return
	}
	part, err := io.ReadAll(file)
	if err != nil {
		http.Error(w, "the file cannot be read", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ret := s.admits(r, req.BaseRequest)
	if ret == 0 {
		ret = s.wellFormed(r, req, part)
	}
	if ret != 0 {
		writeJSON(w, map[string]any{"BaseResponse": baseResponse{Ret: ret}, "MediaId": ""})
		return
	}
	writeJSON(w, map[string]any{"BaseResponse": baseResponse{}, "MediaId": s.take(r, req, part), "StartPos": req.TotalLen, "CDNThumbImgHeight": 0, "CDNThumbImgWidth": 0})
	s.tell()
}

// wellFormed is 0 for a part that the service takes. The lock is held.
func (s *Server) wellFormed(r *http.Request, req uploadRequest, part []byte) int {
	parts := (req.TotalLen + partSize - 1) / partSize
	switch {
	case r.FormValue("webwx_data_ticket") != s.login.dataTicket:
		return retExpired
	case s.login.names.chats[req.ToUserName] == nil:
		return retStale
	case len(part) > partSize, req.TotalLen == 0, parts > 1 && r.FormValue("chunks") != strconv.FormatInt(parts, 10):
		return 1
	case req.TotalLen > checkAbove && req.Signature == "":
		return 1
	}
	return 0
}

// take adds a part to its file, and gives the id of a file that is complete and
// has the right sum; else none. The lock is held.
func (s *Server) take(r *http.Request, req uploadRequest, part []byte) string {
	id := fmt.Sprintf("%d/%s/%s", req.ClientMediaId, req.FileMd5, req.ToUserName)
	n, _ := strconv.Atoi(r.FormValue("chunk"))
	if len(s.partial[id]) != n*partSize { // a part is missing, or comes twice
		delete(s.partial, id)
		return ""
	}
	whole := append(s.partial[id], part...)
	s.partial[id] = whole
	if int64(len(whole)) < req.TotalLen {
		return ""
	}
	delete(s.partial, id)
	if sum := md5.Sum(whole); hex.EncodeToString(sum[:]) != req.FileMd5 {
		return ""
	}
	media := "@crypt_" + s.nextID()
	s.files[media] = upload{r.FormValue("name"), whole}
	return media
}

// checkUpload permits the upload of a large file, or knows it already.
func (s *Server) checkUpload(c *call) any {
	var p struct {
		FileMd5  string
		FileSize int64
	}
	if !c.decode(&p) {
		return refused(1)
	}
	known := ""
	for id, up := range s.files {
		if sum := md5.Sum(up.content); int64(len(up.content)) == p.FileSize && hex.EncodeToString(sum[:]) == p.FileMd5 {
			known = id
		}
	}
	return map[string]any{"BaseResponse": baseResponse{}, "MediaId": known, "AESKey": secret("aes", 1), "Signature": secret("signature", 1), "EncryFileName": ""}
}
