package configs_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
)

// township is a copy of the sample that a test may spoil.
func township(t testing.TB) fstest.MapFS { return copyOf(t, configs.Sample()) }

func copyOf(t testing.TB, from fs.FS) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// spoil replaces one place of a file, which must be there.
func spoil(t testing.TB, files fstest.MapFS, name, old, new string) {
	t.Helper()
	text := string(files[name].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
}

// faultsOf gives a workspace's faults as they are printed, with their hints.
func faultsOf(t testing.TB, files fs.FS, getenv func(string) string) []string {
	t.Helper()
	_, err := configs.LoadFS(files, "qunbao.yaml", getenv)
	if err == nil {
		return nil
	}
	var faults configs.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("the error is no Faults: %v", err)
	}
	return strings.Split(faults.Error(), "\n")
}

const (
	main  = "qunbao.yaml"
	daily = "forms/epidemic-daily.yaml"
	gate  = "forms/checkpoint.yaml"
	flood = "forms/flood.yaml"
	who   = "roster.csv"
)

// everyFault spoils the sample in one place; the want is the one fault that must
// be told, as far as it is written here.
var everyFault = []struct{ file, old, new, want string }{
	// qunbao.yaml
	{main, "workspace: 青石镇", "workspaces: 青石镇", `qunbao.yaml:2:1: the key "workspace" is missing|qunbao.yaml:2:1: unknown key "workspaces" in qunbao.yaml (did you mean workspace?)`},
	{main, "workspace: 青石镇", "workspace: [青石镇]", "qunbao.yaml:2:12: workspace must be text, not a list"},
	{main, "workspace: 青石镇", `workspace: ""`, "qunbao.yaml:2:12: workspace must not be empty"},
	{main, "timezone: Asia/Shanghai", "timezone: Asia/Peking", `qunbao.yaml:3:11: unknown timezone "Asia/Peking"`},
	{main, "store: embedded:data ", "store: mysql://x ", `qunbao.yaml:4:8: unknown store "mysql://x" (write it as embedded:FOLDER or redis://127.0.0.1:6379/0)`},
	{main, "store: embedded:data ", "store: 'embedded:' ", `qunbao.yaml:4:8: unknown store "embedded:"`},
	{main, "store: embedded:data ", "store: redis:///0 ", `qunbao.yaml:4:8: the store names no host`},
	{main, "store: embedded:data ", "store: redis://:geheim@h:6379/0 ", "qunbao.yaml:4:8: a password must not stand in the address of the store (put it into QUNBAO_REDIS_PASSWORD"},
	{main, "roster: roster.csv", "roster: names.csv", `qunbao.yaml:5:9: the file "names.csv" cannot be read: file does not exist`},
	{main, "roster: roster.csv", "roster: ../roster.csv", `qunbao.yaml:5:9: the file "../roster.csv" does not stand in the workspace's folder`},
	{main, "roster: roster.csv", "roster: 花名册.xlsx", `qunbao.yaml:5:9: a roster is read as .csv, not as a workbook (请另存为 CSV UTF-8`},
	{main, "roster: roster.csv\n", "\n", `qunbao.yaml:2:1: the key "roster" is missing`},
	{main, "forms/flood.yaml]", "forms/floods.yaml, forms/flood.yaml]", `qunbao.yaml:6:81: the file "forms/floods.yaml" cannot be read`},
	{main, "forms: [forms/epidemic-daily.yaml, forms/publicity.yaml, forms/checkpoint.yaml, forms/flood.yaml]", "forms: forms/flood.yaml", "qunbao.yaml:6:8: forms must be a list, not text (write it as forms: [ … ])|…"},
	{main, `quiet: "21:00-07:00"`, `quiet: "21:00"`, `qunbao.yaml:7:8: quiet: "21:00" is no span of hours`},
	{main, `quiet: "21:00-07:00"`, `quiet: "21:00-25:00"`, `qunbao.yaml:7:8: quiet: "21:00-25:00" is no span of hours`},
	{main, `quiet: "21:00-07:00"`, `quiet: "00:00-24:00"`, `qunbao.yaml:7:8: quiet: "00:00-24:00" is no span of hours`},
	{main, "window: 30s", "window: 30", `qunbao.yaml:8:20: window: "30" is not a span of time`},
	{main, "window: 30s", "window: -5s", `qunbao.yaml:8:20: window must lie between 0s and 1h0m0s`},
	{main, "window: 30s", "windows: 30s", `qunbao.yaml:8:12: unknown key "windows" in receipts`},
	{main, "receipts: {window: 30s}", "receipts: 30s", "qunbao.yaml:8:11: keys with values must stand here, not text"},
	{main, "    role: work\n    forms: [epidemic", "    role: worker\n    forms: [epidemic", `qunbao.yaml:11:11: unknown role "worker" of a chat`},
	{main, "    role: work\n    forms: [flood]", "    role: work", `qunbao.yaml:13:5: the key "forms" is missing (a work chat lists the forms`},
	{main, "    forms: [flood]", "    forms: []", `qunbao.yaml:15:12: forms must not be empty`},
	{main, "    forms: [flood]", "    forms: [flood, flood]", `qunbao.yaml:15:20: "flood" stands in forms twice`},
	{main, "    forms: [flood]", "    forms: [flood, floods]", `qunbao.yaml:15:20: unknown form "floods"`},
	{main, "name: 青石镇防汛工作群", "name: 青石镇疫情防控工作群", `qunbao.yaml:13:11: the chat "青石镇疫情防控工作群" stands in line 10 too`},
	{main, "name: 青石镇防汛工作群", "name: leaders", `qunbao.yaml:13:11: a chat cannot be named "leaders"`},
	{main, `at: "07:30"`, `at: "25:00"`, `qunbao.yaml:19:10: at: "25:00" is not a time of day (write it as 17:00`},
	{main, `{at: "07:30", `, `{`, `qunbao.yaml:19:5: the key "at" is missing`},
	{main, "covers: yesterday", "covers: tomorrow", `qunbao.yaml:19:27: covers: unknown day "tomorrow"`},
	{main, "to: [leaders, 青石镇班子群]", "to: [leaders, 班子群]", `qunbao.yaml:19:52: unknown chat "班子群"`},
	{main, ", to: [leaders, 青石镇班子群]", "", `qunbao.yaml:19:5: the key "to" is missing`},
	{main, "forms: [epidemic-daily]}", "forms: [daily]}", `qunbao.yaml:21:56: unknown form "daily"`},
	{main, ", forms: [epidemic-daily]}", "}", `qunbao.yaml:21:5: the key "forms" is missing`},
	{main, `at: "08:30"`, `at: "07:30"`, `qunbao.yaml:20:10: two digests go to "青石镇班子群" at 07:30`},
	{main, "covers: yesterday", "covers: yesterday, attach: [boards]", `qunbao.yaml:19:47: unknown attachment "boards" (a digest may carry: board, table, trend FIELD, trend FIELD 30)`},
	{main, "covers: yesterday", "covers: yesterday, attach: [trend]", `qunbao.yaml:19:47: a trend is of one field over 14 or 30 days, not "trend"`},
	{main, "covers: yesterday", "covers: yesterday, attach: [board, trend home 7]", `qunbao.yaml:19:54: a trend is of one field over 14 or 30 days, not "trend home 7"`},
	{main, "covers: yesterday", "covers: yesterday, attach: [trend homes]", `qunbao.yaml:19:47: no form of this digest has a number "homes" (name a field by its id)`},
	{main, "covers: yesterday", "covers: yesterday, attach: [trend note]", `qunbao.yaml:19:47: no form of this digest has a number "note"`},
	{main, "covers: yesterday", "covers: yesterday, attach: board", `qunbao.yaml:19:46: attach must be a list, not text (write it as attach: [ … ])`},
	{main, "kind: daily", "kind: weekly", `qunbao.yaml:23:25: unknown kind of briefing "weekly"`},
	{main, "review: 审核", "review: 审查", `qunbao.yaml:23:76: review: unknown role "审查" (roles: 报送员`},
	{main, "  kind: jsonl ", "  account: 小青\n  kind: jsonl ", "qunbao.yaml:25:12: only a channel of kind wechat has an account and a session (take it out)"},
	{main, "kind: jsonl ", "kind: wecom ", "qunbao.yaml:25:9: the channel wecom is not built into this program"},
	{main, "kind: jsonl ", "kind: qq ", `qunbao.yaml:25:9: unknown channel "qq" (known channels: console, jsonl, wechat)`},
	{main, "trust_cards: true", "pace: {spacing: 6s-3s}", `qunbao.yaml:26:19: spacing: "6s-3s" is no span of time (write it as 3s-6s, or 5s; at most 10m`},
	{main, "trust_cards: true", "pace: {spacing: fast}", `qunbao.yaml:26:19: spacing: "fast" is no span of time`},
	{main, "trust_cards: true", "pace: {files: 30}", `qunbao.yaml:26:17: files: "30" is not a span of time`},
	{main, "trust_cards: true", "pace: {per_minute: 0}", `qunbao.yaml:26:22: per_minute must lie between 1 and 600`},
	{main, "trust_cards: true", "pace: {per_day: 1.5}", `qunbao.yaml:26:19: per_day must lie between 1 and 100000`},
	{main, "trust_cards: true", "pace: {per_hour: 20}", `qunbao.yaml:26:10: unknown key "per_hour"`},
	{main, "trust_cards: true", "trust_cards: yes", "qunbao.yaml:26:16: trust_cards must be true or false, not text"},
	{main, "  kind: jsonl ", "  #", `qunbao.yaml:26:3: the key "kind" is missing`},
	{main, `base_url: ""`, `base_url: model.local`, "qunbao.yaml:28:13: base_url is not a web address|qunbao.yaml:28:13: llm has a base_url and no model"},
	{main, `base_url: "" `, "base_url: https://me:pw@host/v1\n  # ", "qunbao.yaml:28:13: base_url must hold no name, password or query|qunbao.yaml:28:13: llm has a base_url and no model"},
	{main, "key_env: QUNBAO_LLM_KEY", "key_env: sk-1234", "qunbao.yaml:30:12: key_env must name an environment variable, not hold the key"},
	{main, "key_env: QUNBAO_LLM_KEY", "api_key: sk-1234", "qunbao.yaml:30:12: a key must not stand in this file"},
	{main, `model: ""`, `format: yaml`, `qunbao.yaml:29:11: format: unknown format "yaml" (json_object, json_schema or none`},
	{main, `model: ""`, `temperature: warm`, `qunbao.yaml:29:16: temperature must be a number, not "warm"`},
	{main, `model: ""`, `temperature: 3`, `qunbao.yaml:29:16: temperature must lie between 0 and 2 (write it as 0.2, or none`},
	{main, `model: ""`, `budget: 0.5`, `qunbao.yaml:29:11: budget must be a number of tokens a month`},
	{main, `model: ""`, `phrases: [转移12人]`, `qunbao.yaml:29:13: phrases: "转移12人" is no phrase (write Chinese words`},
	{main, `model: ""`, `extra: {tools: []}`, `qunbao.yaml:29:11: extra must not set tools (remove it)`},
	{main, `model: ""`, `timeout: 1h`, "qunbao.yaml:29:12: timeout must lie between 1s and 10m0s"},
	{main, "quiet: ", "retention: {chatter: 30d}\nquiet: ", `qunbao.yaml:7:22: chatter must be a number of days from 7 to 36500, not "30d" (write it as chatter: 90)`},
	{main, "quiet: ", "retention: {outbox: 3}\nquiet: ", `qunbao.yaml:7:21: outbox must be a number of days from 7 to 36500, not "3"`},
	{main, "quiet: ", "retention: {chatter: 40, outcomes: 45}\nquiet: ", "qunbao.yaml:7:36: outcomes must be kept at least 15 days longer than chatter (40) (write 55 or more)"},
	{main, "quiet: ", "retention: {journal: 20}\nquiet: ", "qunbao.yaml:7:22: journal must not be shorter than chatter (30)"},
	{main, "quiet: ", "retention: {journals: 20}\nquiet: ", `qunbao.yaml:7:13: unknown key "journals" in retention (did you mean journal?)`},
	{main, "quiet: ", "retention: 30\nquiet: ", "qunbao.yaml:7:12: keys with values must stand here, not a number"},
	{main, "quiet: ", "notify: [{kind: sms}]\nquiet: ", `qunbao.yaml:7:17: unknown way "sms" (known ways: webhook, mail, program)`},
	{main, "quiet: ", "notify: [{kind: webhook, url: https://h/?key=1}]\nquiet: ", "qunbao.yaml:7:31: an address of a webhook holds its key and must not stand in this file"},
	{main, "quiet: ", "notify: [{kind: webhook, format: dingtalk}]\nquiet: ", `qunbao.yaml:7:34: unknown format "dingtalk" (known formats: json, wecom`},
	{main, "quiet: ", "notify: [{kind: webhook, url_env: 'https://h/?key=1'}]\nquiet: ", "qunbao.yaml:7:35: url_env must name an environment variable, not hold the secret"},
	{main, "quiet: ", "notify: [{kind: mail, from: a@b, to: [c@d]}]\nquiet: ", `qunbao.yaml:7:10: the key "host" is missing`},
	{main, "quiet: ", "notify: [{kind: mail, host: h, from: a@b, to: []}]\nquiet: ", `qunbao.yaml:7:47: to must not be empty`},
	{main, "quiet: ", "notify: [{kind: mail, host: h, port: 70000, from: a@b, to: [c@d]}]\nquiet: ", `qunbao.yaml:7:38: port must be from 1 to 65535, not "70000"`},
	{main, "quiet: ", "notify: [{kind: mail, host: h, security: ssl, from: a@b, to: [c@d]}]\nquiet: ", `qunbao.yaml:7:42: unknown security "ssl" (known kinds: tls`},
	{main, "quiet: ", "notify: [{kind: program, run: [tell]}]\nquiet: ", `qunbao.yaml:7:10: the program "tell" is not named by its whole path`},
	{main, "quiet: ", "notify: [{kind: program, run: []}]\nquiet: ", `qunbao.yaml:7:31: run must not be empty`},
	{main, "quiet: ", "listen: everywhere\nquiet: ", `qunbao.yaml:7:9: listen: "everywhere" is no address with a port (write it as 127.0.0.1:8420, or none)`},
	{main, "quiet: ", "store: embedded:data\nquiet: ", `qunbao.yaml:7:1: the key "store" stands here twice`},
	{main, "quiet: ", "quiet: &q ", "qunbao.yaml:7:8: quiet must be text, not a YAML anchor"},
	{main, "roster: roster.csv", "roster: [", "qunbao.yaml:5:9: not YAML: "},

	// a form
	{daily, "id: epidemic-daily", "id: flood", `forms/flood.yaml:2:5: the form id "flood" stands in forms/epidemic-daily.yaml too|…`},
	{daily, "id: epidemic-daily", "id: a:b", `forms/epidemic-daily.yaml:2:5: id: "a:b" is no id|…`},
	{daily, "name: 疫情日报", "", `forms/epidemic-daily.yaml:2:1: the key "name" is missing`},
	{daily, "[日报, 疫情防控日报", "[日报, 日报", `forms/epidemic-daily.yaml:4:15: "日报" stands in aliases twice`},
	{daily, "until: 2020-06-30", "until: 2020-06-31", `forms/epidemic-daily.yaml:7:8: until: "2020-06-31" is not a day`},
	{flood, "until: 2020-09-30", "until: 2020-05-30", "forms/flood.yaml:8:8: the form ends (until 2020-05-30) before it begins (from 2020-06-01)"},
	{daily, "calendar: every-day", "calendar: weekly", `forms/epidemic-daily.yaml:8:11: unknown calendar "weekly"`},
	{daily, "calendar: every-day", "units: [行政村, 柳林村]\ncalendar: every-day", `forms/epidemic-daily.yaml:8:14: no unit and no kind of the roster is called "柳林村"`},
	{daily, `due: "17:00"`, `due: "17:60"`, `forms/epidemic-daily.yaml:10:6: due: "17:60" is not a time of day`},
	{daily, `due: "17:00"`, `due: "05:00"`, "forms/epidemic-daily.yaml:10:6: due (05:00) is not after opens (06:00) (a report that is due the next morning is written with slots)"},
	{daily, `due: "17:00"`, ``, `forms/epidemic-daily.yaml:2:1: the key "due" is missing`},
	{daily, `closes: "23:59"`, `closes: "12:00"`, `forms/epidemic-daily.yaml:11:9: closes (12:00) is not after due (17:00) (reminders go on after the deadline`},
	{daily, `closes: "23:59"`, `closes: "17:00"`, `forms/epidemic-daily.yaml:11:9: closes (17:00) is not after due (17:00)`},
	{daily, `closes: "23:59"`, `closes: 2359`, `forms/epidemic-daily.yaml:11:9: closes: "2359" is not a time of day`},
	{daily, "{before: 60m, to", "{before: 60m, after: 5m, to", "forms/epidemic-daily.yaml:13:5: a stage has either before or after"},
	{daily, "{before: 60m, to", "{to", "forms/epidemic-daily.yaml:13:5: a stage has either before or after"},
	{daily, "before: 60m", "before: 一小时", `forms/epidemic-daily.yaml:13:14: before: "一小时" is not a span of time`},
	{daily, "before: 60m", "before: 90s", "forms/epidemic-daily.yaml:13:5: a stage is timed in whole minutes"},
	{daily, "before: 60m", "before: 25h", "forms/epidemic-daily.yaml:13:14: before must lie between 0s and 24h0m0s"},
	{daily, "60m, to: reporter", "60m, to: village", `forms/epidemic-daily.yaml:13:23: to: unknown receiver "village"`},
	{daily, "{after: 30m, to: lead}", "{after: 0m, to: chat}", "forms/epidemic-daily.yaml:15:5: two stages speak to the same people at the same time"},
	{daily, "sets: [new_today", "sets: [newtoday", `forms/epidemic-daily.yaml:17:10: zero.sets names no field: "newtoday"`},
	{daily, "sets: [new_today", "sets: [note", `forms/epidemic-daily.yaml:17:10: zero.sets names "note", which is a text`},
	{daily, "carries: [screened", "carries: [fever", `forms/epidemic-daily.yaml:18:13: "fever" stands in zero.sets and in zero.carries`},
	{daily, "carries: [screened", "carries: [all", `forms/epidemic-daily.yaml:18:13: zero.carries names no field: "all"`},
	{daily, "{id: home, ", "{id: home_households, ", `forms/epidemic-daily.yaml:25:10: the field id "home_households" stands in line 24 too|…`},
	{daily, "{id: guards, ", "{id: 12个, ", `forms/epidemic-daily.yaml:31:10: id: "12个" is no id|…`},
	{daily, "{id: guards, ", "{id: not, ", `forms/epidemic-daily.yaml:31:10: id: "not" is a word of the rules' language|…`},
	{daily, "name: 卡点, ", "", `forms/epidemic-daily.yaml:30:5: the key "name" is missing`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stocks", `forms/epidemic-daily.yaml:30:96: unknown kind "stocks" of a field`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处]", `forms/epidemic-daily.yaml:30:5: the key "kind" is missing`},
	{daily, "units: [个, 处], kind: stock", "units: 个, kind: stock", `forms/epidemic-daily.yaml:30:82: units must be a list, not text`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, mini: 2", `forms/epidemic-daily.yaml:30:103: unknown key "mini" in a field (did you mean min?)`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, min: 2, max: 1", `forms/epidemic-daily.yaml:30:108: min (2) is greater than max (1)`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, max: 1e9", `forms/epidemic-daily.yaml:30:108: max must be a number, not "1e9"`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, max_step: 0", `forms/epidemic-daily.yaml:30:113: max_step must be greater than 0`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, total: most", `forms/epidemic-daily.yaml:30:110: unknown total "most" of a field (totals of units: sum, max)`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, decimals: 1.5", `forms/epidemic-daily.yaml:30:113: decimals must be a whole number from 0 to 9, not "1.5"`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, required: 1", `forms/epidemic-daily.yaml:30:113: required must be true or false, not a number`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, part_of: posts", `forms/epidemic-daily.yaml:30:112: part_of names no field: "posts"`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, part_of: note", `forms/epidemic-daily.yaml:30:112: part_of names "note", which is a text`},
	{daily, "units: [个, 处], kind: stock", "units: [个, 处], kind: stock, part_of: checkpoints", `forms/epidemic-daily.yaml:30:112: the field "checkpoints" would be part of itself`},
	{daily, "kind: text", "kind: text, min: 2", `forms/epidemic-daily.yaml:32:87: a field of kind text takes no min`},
	{daily, `urgent: "> 0"`, `urgent: "> none"`, `forms/epidemic-daily.yaml:29:123: rule "value > none": unknown name none (1:9) (a rule compares numbers and value)`},
	{daily, `urgent: "> 0"`, `urgent: "1 > 0"`, `forms/epidemic-daily.yaml:29:123: rule "1 > 0" names no field`},
	{daily, `"from_wuhan + from_hubei <= screened"`, `"from_wuhan + hubei <= screened"`, `forms/epidemic-daily.yaml:35:12: rule "from_wuhan + hubei <= screened": unknown name hubei`},
	{daily, `"from_wuhan + from_hubei <= screened"`, `"note > 1"`, `forms/epidemic-daily.yaml:35:12: rule "note > 1": unknown name note`},
	{daily, `"from_wuhan + from_hubei <= screened"`, `"from_wuhan + "`, `forms/epidemic-daily.yaml:35:12: rule "from_wuhan +"`},
	{daily, `"from_wuhan + from_hubei <= screened"`, `"from_wuhan"`, `forms/epidemic-daily.yaml:35:12: rule "from_wuhan"`},
	{daily, ", say: 武汉和湖北返乡人数之和不应超过排查人数", "", `forms/epidemic-daily.yaml:35:5: the key "say" is missing`},
	{daily, "checks:", "check:", `forms/epidemic-daily.yaml:33:1: unknown key "check" in a form (did you mean checks?)`},
	{gate, "{id: night, name", "{id: day, name", `forms/checkpoint.yaml:10:5: two slots have the id "day"`},
	{gate, `opens: "20:00", due: "08:00"`, `opens: "07:00", due: "08:00"`, "forms/checkpoint.yaml:10:49: the slot opens at 07:00, not after the one before it (08:00)"},
	{gate, `opens: "20:00", due: "08:00"`, `opens: "24:00", due: "08:00"`, "forms/checkpoint.yaml:10:49: a slot cannot open at 24:00"},
	{gate, `opens: "20:00", due: "08:00"`, `opens: "20:00"`, `forms/checkpoint.yaml:10:5: the key "due" is missing`},
	{gate, "slots:", "due: \"20:00\"\nslots:", "forms/checkpoint.yaml:8:6: a form with slots takes no due of its own"},
	{gate, "aliases: [晚班]", "alias: [晚班]", `forms/checkpoint.yaml:10:27: unknown key "alias" in a slot`},

	// a calendar
	{daily, "calendar: every-day", "calendar: {weekly: [星期八]}", `forms/epidemic-daily.yaml:8:21: "星期八" is no day of the week (write 星期一`},
	{daily, "calendar: every-day", "calendar: {weekly: [周五, friday]}", `forms/epidemic-daily.yaml:8:25: "friday" is named twice`},
	{daily, "calendar: every-day", "calendar: {weekly: []}", "forms/epidemic-daily.yaml:8:20: weekly must not be empty (write it as {weekly: [星期五]})"},
	{daily, "calendar: every-day", "calendar: {monthly: [1, 32]}", `forms/epidemic-daily.yaml:8:25: "32" is no day of a month (write 1 to 31, or end`},
	{daily, "calendar: every-day", "calendar: {monthly: [31, end]}", `forms/epidemic-daily.yaml:8:26: "end" is named twice`},
	{daily, "calendar: every-day", "calendar: {every: 0, from: 2020-02-01}", `forms/epidemic-daily.yaml:8:19: every must be a number from 2 to 365, not "0"`},
	{daily, "calendar: every-day", "calendar: {every: 2}", "forms/epidemic-daily.yaml:8:11: nobody can tell from which day the days are counted (write it as {every: 2, from: 2020-02-01})"},
	{daily, "calendar: every-day", "calendar: {every: 2, from: 2020-02-30}", `forms/epidemic-daily.yaml:8:28: from: "2020-02-30" is not a day`},
	{daily, "calendar: every-day", "calendar: {weekly: [周五], monthly: [1]}", "forms/epidemic-daily.yaml:8:11: a calendar has one of weekly, monthly, every (calendars: every-day"},
	{daily, "calendar: every-day", "calendar: {}", "forms/epidemic-daily.yaml:8:11: a calendar has one of weekly, monthly, every"},
	{daily, "calendar: every-day", "calendar: {weekly: [周五], stay: 2}", `forms/epidemic-daily.yaml:8:26: unknown key "stay" in a calendar (did you mean stays?)`},
	{daily, "calendar: every-day", "calendar: {weekly: [周五], stays: 7}", "forms/epidemic-daily.yaml:8:11: no period of the form can stay open for 7 days (the next day of the calendar ends it"},
	{daily, "calendar: every-day", "calendar: [周五]", "forms/epidemic-daily.yaml:8:11: calendar must be text, not a list"},
	{flood, "calendar: every-day", "calendar: {every: 300, from: 2020-01-01}", "forms/flood.yaml:9:11: the form is never owed: no day of its calendar lies between 2020-06-01 and 2020-09-30"},
	{flood, "calendar: every-day", "calendar: {every: 3, from: 2020-10-01}", "forms/flood.yaml:9:11: the form is never owed: no day of its calendar lies between 2020-06-01 and 2020-09-30"},
	{flood, "from: 2020-06-01\nuntil: 2020-09-30\ncalendar: every-day", "until: 2021-12-31\ncalendar: {every: 3, from: 2022-01-01}", "forms/flood.yaml:8:11: the form is never owed: its calendar begins on 2022-01-01, and the form ends on 2021-12-31 (let it begin before the form ends"},
	{flood, "from: 2020-06-01\nuntil: 2020-09-30\ncalendar: every-day", "from: 2022-01-01\nuntil: 2022-01-02\ncalendar: workdays", "forms/flood.yaml:9:11: the form is never owed: no day of its calendar lies between 2022-01-01 and 2022-01-02"},
	{flood, "from: 2020-06-01\nuntil: 2020-09-30\ncalendar: every-day", "from: 2022-01-03\nuntil: 2022-01-06\ncalendar: {weekly: [周五]}", "forms/flood.yaml:9:11: the form is never owed: no day of its calendar lies between 2022-01-03 and 2022-01-06"},
	{flood, "from: 2020-06-01\nuntil: 2020-09-30\ncalendar: every-day", "from: 2022-01-03\nuntil: 2022-01-30\ncalendar: month-end", "forms/flood.yaml:9:11: the form is never owed: no day of its calendar lies between 2022-01-03 and 2022-01-30"},

	// a timetable
	{daily, "before: 60m", "before: 12h", "forms/epidemic-daily.yaml:13:5: a reminder at 05:00 comes before the report can be given (the period opens at 06:00"},
	{daily, "after: 30m", "after: 7h", "forms/epidemic-daily.yaml:15:5: a reminder at 00:00 never leaves: reminders end at 23:59 (remind earlier"},
	{daily, "after: 30m", "after: 24h", "forms/epidemic-daily.yaml:15:5: a reminder at 17:00 never leaves: reminders end at 23:59"},
	{gate, "{after: 5m, to: reporter}", "{after: 12h, to: reporter}", "forms/checkpoint.yaml:12:5: a reminder at 08:00 never leaves: reminders end at 08:00"},
	{gate, `opens: "20:00", due: "08:00"`, `opens: "19:30", due: "08:00"`, "forms/checkpoint.yaml:9:67: the slot is due at 20:00, and the next one opens before, at 19:30 (let each slot open when"},
	{gate, `opens: "20:00", due: "08:00"`, `opens: "20:00", due: "09:00"`, "forms/checkpoint.yaml:10:63: the slot is due at 09:00, and the next one opens before, at 08:00"},

	{daily, "before: 60m", "before: 745h", "forms/epidemic-daily.yaml:13:14: before must lie between 0s and 24h0m0s"},

	// holidays
	{main, "quiet: ", "holidays: days.yaml\nquiet: ", `qunbao.yaml:7:11: the file "days.yaml" cannot be read`},

	// the roster; columns are cells
	{who, "单位,别名", "村名,别名", `roster.csv:1: the roster has no column "单位" (first line: 单位,别名`},
	{who, "单位,别名", "单位,单位", `roster.csv:1:2: the column "单位" stands here twice`},
	{who, "柳湾村,柳湾,青石镇", "柳湾村,柳湾,青山镇", `roster.csv:6:3: 上级 of "柳湾村" is unknown: "青山镇"|roster.csv:7:3: 上级 of "柳湾村" is "青石镇" here and "青山镇" in line 6|roster.csv:8:3: …`},
	{who, "柳湾村,,青石镇,行政村,赵", "柳湾村,,青石镇,社区,赵", `roster.csv:7:4: 类别 of "柳湾村" is "社区" here and "行政村" in line 6`},
	{who, "东坡村,东坡,", "东坡村,东坡;柳湾,", `roster.csv:9:2: "柳湾" means both 柳湾村 and 东坡村`},
	{who, "东坡村,东坡,", "东坡村,南山村,", `roster.csv:19:1: "南山村" means both 东坡村 and 南山村`},
	{who, "青石镇,镇里;指挥部,,", "青石镇,镇里;指挥部,柳湾村,", `roster.csv:6:3: "柳湾村" would stand above itself`},
	{who, "王桂兰,东坡村王桂兰,报送员", "王桂兰,东坡村王桂兰,报送人", `roster.csv:9:7: unknown role "报送人" (roles: 报送员`},
	{who, "王桂兰,东坡村王桂兰,报送员", "王桂兰,东坡村王桂兰,", `roster.csv:9:7: the cell 角色 is empty`},
	{who, "王桂兰,东坡村王桂兰,报送员", ",东坡村王桂兰,报送员", `roster.csv:9:5: the cell 姓名 is empty`},
	{who, "东坡村,东坡,", ",东坡,", `roster.csv:9:1: the cell 单位 is empty`},
	{who, "王桂兰,东坡村王桂兰,", "王桂兰,柳湾村-李会芳,", `roster.csv:9:5: 王桂兰 and 李会芳 (line 6) have one card: "柳湾村-李会芳"`},
	{who, "何春燕,南山村妇联何春燕", `何"春"燕,南山村妇联何春燕`, "roster.csv:19: not a line of a CSV file"},
}

func TestEveryFaultIsFoundAtOnce(t *testing.T) {
	for _, c := range everyFault {
		files := township(t)
		spoil(t, files, c.file, c.old, c.new)
		faults := faultsOf(t, files, env())
		compare(t, c.old+" → "+c.new, faults, strings.Split(c.want, "|"))
		for _, f := range faults {
			if !strings.HasSuffix(f, ")") {
				t.Errorf("it is not said what to do about it: %s", f)
			}
		}
	}
}

// compare holds faults against the beginnings that they should have; a last want
// of … allows faults that follow from the first.
func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	open := want[len(want)-1] == "…"
	if open {
		want = want[:len(want)-1]
	}
	ok := len(got) == len(want) || open && len(got) > len(want)
	for _, w := range want {
		w, ends := strings.CutSuffix(w, "…")
		found := false
		for _, g := range got {
			found = found || strings.HasPrefix(g, w) || ends && strings.HasPrefix(g, w)
		}
		ok = ok && found
	}
	if !ok {
		t.Errorf("%s:\n got  %s\n want %s", what, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

func TestFaultsOfAllFilesAreToldTogetherInOrder(t *testing.T) {
	files := township(t)
	spoil(t, files, main, "Asia/Shanghai", "Asia/Nowhere")
	spoil(t, files, main, "kind: jsonl", "kind: qq")
	spoil(t, files, main, "forms: [flood]", "forms: [flood, drought]")
	spoil(t, files, daily, `due: "17:00"`, `due: "25:00"`)
	spoil(t, files, daily, "[new_today, fever]", "[new_today, fewer]")
	spoil(t, files, flood, "calendar: every-day", "calendar: [") // nothing more is known of this file
	spoil(t, files, gate, "min: 2", "min: two")
	spoil(t, files, who, "李会芳,报送员", "李会芳,村长")
	got := faultsOf(t, files, env())
	for i := range got {
		got[i], _, _ = strings.Cut(got[i], " (")
	}
	want := []string{
		`forms/checkpoint.yaml:20:91: min must be a number, not "two"`,
		`forms/epidemic-daily.yaml:10:6: due: "25:00" is not a time of day`,
		`forms/epidemic-daily.yaml:17:21: zero.sets names no field: "fewer"`,
		`forms/flood.yaml:9:11: not YAML: sequence end token ']' not found`,
		`qunbao.yaml:3:11: unknown timezone "Asia/Nowhere"`,
		`qunbao.yaml:15:20: unknown form "drought"`,
		`qunbao.yaml:25:9: unknown channel "qq"`,
		`roster.csv:6:7: unknown role "村长"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAMissingWorkspaceSaysHowToBegin(t *testing.T) {
	got := faultsOf(t, fstest.MapFS{}, env())
	want := []string{"qunbao.yaml: the file \"qunbao.yaml\" cannot be read: file does not exist (`qunbao init DIR` makes a workspace to start from)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
