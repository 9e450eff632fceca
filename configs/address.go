package configs

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// masterName is the parameter that says that an address is a Sentinel's.
const masterName = "master_name"

// checkAddress tells what is wrong with an address of Redis; nil: nothing. Three
// kinds are known, written as go-redis documents them:
//
//	redis://USER@HOST:6379/DB                                           one server
//	redis://USER@SENTINEL:26379/DB?master_name=NAME&addr=…&username=…   Sentinels, and the user of the servers
//	redis://USER@NODE:7000?addr=NODE2:7001&addr=…                       nodes of a Cluster
//
// each with rediss:// for TLS. The first fault is enough, and none repeats what
// may be a password.
func checkAddress(u *url.URL) Faults {
	params, err := url.ParseQuery(u.RawQuery)
	_, secret := u.User.Password()
	switch {
	case secret || params.Has("password") || params.Has("sentinel_password"):
		return wrongAddress("put it into "+passwordEnv+" (of Sentinels: "+sentinelEnv+"), or into a file named by the same with _FILE",
			"a password must not stand in the address of the store")
	case err != nil || u.Fragment != "":
		return noStore("the store is not a proper address")
	case u.Hostname() == "":
		return noStore("the store names no host")
	case u.Port() != "" && !isPort(u.Port()):
		return noStore("the store names no port")
	}
	for name := range params {
		if !slices.Contains([]string{masterName, "addr", "username"}, name) {
			return wrongAddress("known: addr=HOST:PORT for more nodes, master_name and username for Sentinel",
				"the address of the store has an unknown parameter %q", name)
		}
	}
	for _, addr := range params["addr"] {
		if host, port, err := net.SplitHostPort(addr); err != nil || host == "" || !isPort(port) {
			return wrongAddress("write it as addr=HOST:PORT", "addr=%s in the address of the store is no address", addr)
		}
	}
	return checkKind(u, params)
}

// checkKind tells what does not fit the kind of server that the address names.
func checkKind(u *url.URL, params url.Values) Faults {
	sentinel, cluster := params.Has(masterName), params.Has("addr")
	db := strings.Trim(u.Path, "/")
	switch n, err := strconv.Atoi(db); {
	case db != "" && (err != nil || n < 0):
		return wrongAddress("write it as redis://HOST:6379/0", "%q in the address of the store is no number of a database", db)
	case sentinel && (len(params[masterName]) != 1 || params.Get(masterName) == ""):
		return wrongAddress("it is the name in the Sentinels' line: sentinel monitor NAME …", "master_name must name one primary")
	case !sentinel && params.Has("username"):
		return wrongAddress("write the user before the host: redis://USER@HOST:6379/0", "username is for addresses of Sentinels")
	case cluster && !sentinel && n != 0:
		return wrongAddress("leave the number out; workspaces are kept apart by their names", "a Redis Cluster has no database %d", n)
	}
	return nil
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}

// wrongAddress is a fault with a hint of its own.
func wrongAddress(hint, say string, args ...any) Faults {
	return Faults{place{}.fault(hint, say, args...)}
}
