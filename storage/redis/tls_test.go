package redis_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/storage/redis"
	"qunbao/storage/storagetest"
)

// authority signs certificates.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// signed is a certificate with its key, and the files of a server that shows it
// and wants one of the same authority.
type signed struct {
	tls.Certificate
	files []string // as arguments of redis-server
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t, cert: &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: rand.Text()}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}}
	a.key, a.cert = a.issue(a.cert)
	return a
}

// issue signs a certificate with the authority's key, or with its own.
func (a *authority) issue(of *x509.Certificate) (*ecdsa.PrivateKey, *x509.Certificate) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	by, with := a.cert, a.key
	if with == nil {
		with = key
	}
	der, err := x509.CreateCertificate(rand.Reader, of, by, key.Public(), with)
	if err != nil {
		a.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return key, cert
}

// sign makes a certificate for a host, good until an instant.
func (a *authority) sign(host string, until time.Time) signed {
	a.t.Helper()
	of := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, NotBefore: until.Add(-48 * time.Hour), NotAfter: until, DNSNames: []string{host}}
	if ip := net.ParseIP(host); ip != nil {
		of.DNSNames, of.IPAddresses = nil, []net.IP{ip}
	}
	key, cert := a.issue(of)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	dir := a.t.TempDir()
	write := func(name, kind string, der []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			a.t.Fatal(err)
		}
		return file
	}
	return signed{tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}, []string{
		"tls-cert-file", write("cert.pem", "CERTIFICATE", cert.Raw), "tls-key-file", write("key.pem", "PRIVATE KEY", private),
		"tls-ca-cert-file", write("ca.pem", "CERTIFICATE", a.cert.Raw),
	}}
}

// setup is what a server is started with that shows the certificate.
func (s signed) setup(server ...string) storagetest.Setup {
	setup := storagetest.Setup{TLS: true, Server: server}
	for i := 0; i < len(s.files); i += 2 {
		setup.Server = append(setup.Server, "--"+s.files[i], s.files[i+1])
		setup.Sentinel = append(setup.Sentinel, s.files[i]+" "+s.files[i+1])
	}
	return setup
}

// trust is how a client trusts the authority, showing certificates of its own.
func (a *authority) trust(own ...tls.Certificate) *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return &tls.Config{RootCAs: pool, Certificates: own}
}

func TestEveryKindOfServerIsReachedByTLS(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	setup := a.sign("127.0.0.1", time.Now().Add(time.Hour)).setup()
	own := a.sign("qunbao", time.Now().Add(time.Hour)).Certificate
	for name, start := range map[string]func(*testing.T) string{
		"server":   func(t *testing.T) string { return setup.Start(t).URL() },
		"sentinel": func(t *testing.T) string { return storagetest.StartSentinel(t, setup).URL },
		"cluster":  func(t *testing.T) string { return storagetest.StartCluster(t, setup).URL },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := redis.Open(t.Context(), start(t), "镇", redis.Options{TLS: a.trust(own)})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.Commit(t.Context(), change(1)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAWrongCertificateIsSaidClearly(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t), newAuthority(t)
	hour := time.Now().Add(time.Hour)
	own := a.sign("qunbao", hour).Certificate
	secret := []string{"--requirepass", "geheim"}
	good := a.sign("127.0.0.1", hour).setup(secret...).Start(t).URL()
	named := a.sign("redis.county", hour).setup(secret...).Start(t).URL()
	expired := a.sign("127.0.0.1", time.Now().Add(-time.Hour)).setup(secret...).Start(t).URL()
	plain := strings.Replace(storagetest.StartRedis(t, secret...), "redis:", "rediss:", 1)
	web := httptest.NewServer(http.NotFoundHandler()) // answers at once to what it does not know
	defer web.Close()
	otherName := a.trust(own)
	otherName.ServerName = "redis.county"
	for name, tt := range map[string]struct {
		url  string
		tls  *tls.Config
		want string
	}{
		"right":                {good, a.trust(own), ""},
		"right by its name":    {named, otherName, ""},
		"another authority":    {good, other.trust(own), "the server's certificate is of an unknown authority: name the authority's file as ca under tls: "},
		"the system's":         {good, nil, "the server's certificate is of an unknown authority: "},
		"another host":         {named, a.trust(own), "the server's certificate is for another host: name that host as server_name under tls: "},
		"expired":              {expired, a.trust(own), "the server's certificate has expired, or this computer's clock is wrong: "},
		"none of one's own":    {good, a.trust(), "the server refuses this program's certificate: name cert and key under tls: "},
		"one's own of another": {good, a.trust(other.sign("qunbao", hour).Certificate), "the server refuses this program's certificate: "},
		"a server without TLS": {plain, a.trust(own), "the store is not available: the server cannot be reached: dial tcp: no answer to TLS from 127.0.0.1:"},
		"something else":       {strings.Replace(web.URL, "http:", "rediss:", 1), a.trust(own), "the server does not speak TLS: write its address as redis://: "},
	} {
		s, err := redis.Open(t.Context(), tt.url, "镇", redis.Options{TLS: tt.tls, Password: "geheim"})
		switch {
		case err == nil:
			s.Close()
			if tt.want != "" {
				t.Errorf("%s: it was opened", name)
			}
		case tt.want == "" || !strings.HasPrefix(err.Error(), "storage/redis: "+tt.want) || strings.Contains(err.Error(), "geheim"):
			t.Errorf("%s: said %v", name, err)
		}
	}
}
