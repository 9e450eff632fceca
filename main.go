// Qunbao (群报) is a township office's WeChat work group that reports by itself:
// village cadres type what they always typed, the bot files it, knows who is
// missing, reminds only them, tells leaders every morning and drafts the
// briefing without inventing a number.
//
// This package is the only one that knows all others; it wires them by hand.
// ARCHITECTURE.md shows the four ways through the house.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // an office PC may have no zone files

	"github.com/alecthomas/kong"

	"qunbao/configs"
)

// version is set by the linker in a release.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes of every command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // the input or the configuration is wrong
)

// commandLine lists the commands of the program.
type commandLine struct {
	Demo    demoCommand    `cmd:"" help:"A simulated day in the terminal: no server, no account, no key."`
	Run     runCommand     `cmd:"" help:"Run the service."`
	Init    initCommand    `cmd:"" help:"Write a small working workspace into a new folder."`
	Check   checkCommand   `cmd:"" help:"Check a workspace; every fault at once, with file and line."`
	Parse   parseCommand   `cmd:"" help:"Read messages (JSON Lines on stdin), print what each means. Stores nothing."`
	Explain explainCommand `cmd:"" help:"Read messages (JSON Lines on stdin), print how each was read."`
	Replay  replayCommand  `cmd:"" help:"Run messages (JSON Lines on stdin) through the whole program on a virtual clock."`
	Status  statusCommand  `cmd:"" help:"Completeness of a day."`
	Brief   briefCommand   `cmd:"" help:"Draft a briefing."`
	Export  exportCommand  `cmd:"" help:"Write reports, completeness and their history into a workbook."`
	Board   boardCommand   `cmd:"" help:"Draw where every unit stands on a day, or how a field went, as pictures."`
	Burden  burdenCommand  `cmd:"" help:"What reporting costs the units, and what could be spared."`
	Roster  rosterCommand  `cmd:"" help:"Take over a list of people into the roster."`
	Verify  verifyCommand  `cmd:"" help:"Prove that nobody has changed the journal, and print the seal to note down."`
	Backup  backupCommand  `cmd:"" help:"Copy all that the workspace keeps into one file, while the service runs."`
	Restore restoreCommand `cmd:"" help:"Put a backup into an empty store, of the same or another kind."`
	Rebuild rebuildCommand `cmd:"" help:"Fill an empty store from the journal."`
	Doctor  doctorCommand  `cmd:"" help:"Look a workspace over: what is wrong, and what to do."`
	Health  healthCommand  `cmd:"" help:"Exit 0 if the service of this workspace has run within the last minutes."`
	Notify  notifyCommand  `cmd:"" help:"Try every way by which the operator is told when the chat cannot be used."`

	Version kong.VersionFlag `help:"Print the version."`
}

// streams are what a command may talk to: data on out, talk on err.
type streams struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	chat     http.RoundTripper // the way to a chat service; nil: the network
}

// run is the program: main calls it, and so do the end-to-end tests.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	return perform(ctx, args, &streams{in: stdin, out: stdout, err: stderr, getenv: getenv})
}

// perform does what the arguments ask for.
func perform(ctx context.Context, args []string, s *streams) (code int) {
	type exit int // how kong ends after --help and --version
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exit:
			code = int(e)
		default:
			panic(e)
		}
	}()
	parser, err := kong.New(&commandLine{},
		kong.Name("qunbao"), kong.Description("群报: a work group that reports by itself."),
		kong.Vars{"version": version, "forms": strings.Join(configs.FormNames(), " ")}, kong.Writers(s.out, s.err),
		kong.Exit(func(c int) { panic(exit(c)) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s))
	if err != nil {
		panic(err) // the command line above is malformed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(s.err, "qunbao: %v\nTry: qunbao --help\n", err)
		return exitUsage
	}
	return explainExit(s.err, chosen.Run())
}

// explainExit says what went wrong and which exit code that is.
func explainExit(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(stderr, "qunbao: %v\n", err)
	var wrong usageError
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitFailed
}
