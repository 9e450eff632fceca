package configs_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"qunbao/configs"
)

// pair is a certificate that signs itself, and its key.
func pair(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}
	der, err := x509.CreateCertificate(rand.Reader, of, of, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
}

func TestTLSIsReadFromTheFolderOrFromTheRoot(t *testing.T) {
	cert, key := pair(t)
	files := township(t)
	spoil(t, files, main, "store: embedded:data", "tls: {ca: tls/ca.pem, cert: "+file(t, cert)+", key: 'tls\\key.pem', server_name: redis.county}\nstore: rediss://h:6379/0")
	files["tls/ca.pem"] = &fstest.MapFile{Data: []byte(cert)}
	files["tls/key.pem"] = &fstest.MapFile{Data: []byte(key)}
	c, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Store.TLS; s == nil || s.ServerName != "redis.county" || s.RootCAs == nil || len(s.Certificates) != 1 {
		t.Errorf("read %+v", s)
	}
}

func TestAWrongFileOfTLSIsAFault(t *testing.T) {
	cert, key := pair(t)
	otherCert, _ := pair(t)
	none := filepath.Join(t.TempDir(), "none.pem")
	for _, tt := range []struct{ store, tls, want string }{
		{"rediss://h/0", "{ca: none.pem}", `qunbao.yaml:4:11: the file "none.pem" cannot be read: file does not exist (name it as`},
		{"rediss://h/0", "{ca: " + none + "}", `qunbao.yaml:4:11: the file "` + none + `" cannot be read: no such file`},
		{"rediss://h/0", "{ca: empty.pem}", `qunbao.yaml:4:11: the file "empty.pem" is empty`},
		{"rediss://h/0", "{ca: key.pem}", `qunbao.yaml:4:11: the file "key.pem" holds no certificate (it must hold`},
		{"rediss://h/0", "{cert: cert.pem}", `qunbao.yaml:4:13: tls has a cert and no key (name the file`},
		{"rediss://h/0", "{key: key.pem}", `qunbao.yaml:4:12: tls has a key and no cert (name the file`},
		{"rediss://h/0", "{cert: other.pem, key: key.pem}", `qunbao.yaml:4:13: the certificate and its key do not fit: tls: private key does not match`},
		{"rediss://h/0", "{cert: cert.pem, key: locked.pem}", `qunbao.yaml:4:28: the key in "locked.pem" is locked with a pass phrase (take`},
		{"rediss://h/0", "{certificate: cert.pem}", `qunbao.yaml:4:7: unknown key "certificate" in tls (known keys: ca, cert, key, server_name)`},
		{"redis://h/0", "{ca: cert.pem}", `qunbao.yaml:4:6: tls is given, but the store is reached without it (write the store as rediss://…`},
	} {
		files := township(t)
		spoil(t, files, main, "store: embedded:data", "tls: "+tt.tls+"\nstore: "+tt.store)
		for name, text := range map[string]string{
			"cert.pem": cert, "key.pem": key, "other.pem": otherCert, "empty.pem": "", "locked.pem": "-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
		} {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		compare(t, tt.tls, faultsOf(t, files, env()), []string{tt.want})
	}
}
