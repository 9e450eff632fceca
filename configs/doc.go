// Package configs turns a workspace folder (qunbao.yaml, a roster, forms) into a
// validated *report.Workspace and the program's own settings.
//
// Everything wrong with a workspace is told at once, each fault with its file,
// line and a hint; what is merely odd becomes a warning. YAML and the
// environment are known to this package alone. Secrets are taken only from the
// environment, or from a file that it names, never from the workspace's files.
//
// The keys of qunbao.yaml, those with a * having to be there:
//
//	workspace*  name of the township
//	timezone    Asia/Shanghai
//	store       embedded:data, redis://… or rediss://…
//	tls         ca cert key server_name, files of PEM, for rediss://
//	roster*     a .csv or .xlsx file of the folder
//	forms*      YAML files of the folder, one form each
//	duty        a .csv or .xlsx file of the folder, or file* from (08:00)
//	alerts      {acknowledge: 10m}
//	quiet       "21:00-07:00"; none
//	receipts    {window: 30s}
//	chats*      name* role* (work, leaders) forms
//	digests     at* covers* (yesterday, today) to* forms* layout (topic, unit) template attach ([board])
//	briefings   at* kind* (daily, situation, summary) forms* review (审核) issue_from (1)
//	documents   {issuer: the workspace's name}
//	channel*    kind* (console, jsonl, wechat) trust_cards (false), account session of wechat, pace: spacing files per_minute per_day
//	llm         base_url model key_env (QUNBAO_LLM_KEY) timeout (60s) format (json_object) temperature (0.2)
//	            budget extra phrases reading (false)
//	notify      kind* (webhook, mail, program) url_env (QUNBAO_NOTIFY_URL) format (json, wecom)
//	            host* port security (tls, starttls, none) user password_env (QUNBAO_MAIL_PASSWORD) from* to* run*
//	listen      127.0.0.1:8420, none
//	retention   chatter (30) outcomes (45) outbox (90) files (30) journal, in days
//
// The keys of a form:
//
//	id* name* aliases owner basis from until units
//	calendar    every-day, workdays
//	opens due*  or slots: id* name* aliases opens* due*
//	closes      with due only
//	remind      before or after*, to* (reporter, chat, lead)
//	zero        sets carries
//	fields*     id* name* aliases units kind* (daily, stock, cumulative, text)
//	            part_of min max max_step decimals required urgent
//	checks      rule* say*
//	upward      a template of the upward report
//
// The roster is a table with the columns 单位* 别名 上级 类别 姓名* 群名片 角色* 电话, or
// unit* aliases parent kind name* card role* phone, in any order.
//
// The duty table has the columns 日期* 带班* 值班, or date* lead* standby.
//
// The code that reads a key is what makes it known: there is no second list of
// keys that could differ from it.
package configs
