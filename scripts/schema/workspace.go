package main

// Workspace is qunbao.yaml.
type Workspace struct {
	Workspace string      `json:"workspace" jsonschema_description:"本乡镇（街道）的名称"`
	Timezone  string      `json:"timezone,omitempty" jsonschema_description:"时区，不写就是 Asia/Shanghai"`
	Store     string      `json:"store,omitempty" jsonschema:"pattern=^(embedded:.+|rediss?://.+)$" jsonschema_description:"数据存在哪里：embedded:data 是本文件夹的 data，或 redis://服务器:6379/0"`
	TLS       *TLS        `json:"tls,omitempty" jsonschema_description:"用 rediss:// 时的证书"`
	Roster    string      `json:"roster" jsonschema:"pattern=[.](csv|xlsx)$" jsonschema_description:"花名册的文件"`
	Forms     []string    `json:"forms" jsonschema:"minItems=1" jsonschema_description:"表单的文件，一张表一个"`
	Duty      Duty        `json:"duty,omitempty" jsonschema_description:"值班表的文件"`
	Alerts    *Alerts     `json:"alerts,omitempty" jsonschema_description:"急报"`
	Holidays  string      `json:"holidays,omitempty" jsonschema_description:"还没有公布、或有改动的放假安排的文件"`
	Quiet     string      `json:"quiet,omitempty" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9] *- *[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"夜间不打扰的时间，如 \"22:00-07:00\""`
	Receipts  *Receipts   `json:"receipts,omitempty" jsonschema_description:"回执"`
	Emergency []Emergency `json:"emergency,omitempty" jsonschema_description:"可以启动应急响应的事项"`
	Chats     []Chat      `json:"chats" jsonschema:"minItems=1" jsonschema_description:"群"`
	Digests   []Digest    `json:"digests,omitempty" jsonschema_description:"定时发给领导的情况"`
	Briefings []Briefing  `json:"briefings,omitempty" jsonschema_description:"定时起草的简报"`
	Documents *Documents  `json:"documents,omitempty" jsonschema_description:"公文怎么写"`
	Channel   Channel     `json:"channel" jsonschema_description:"通过什么收发消息"`
	LLM       *LLM        `json:"llm,omitempty" jsonschema_description:"大模型；不填就按固定格式起草"`
	Notify    []Notify    `json:"notify,omitempty" jsonschema_description:"群里用不了的时候怎么通知管理员，如微信掉线要扫码"`
	Listen    string      `json:"listen,omitempty" jsonschema_description:"在哪里能查看运行情况，不写就是 127.0.0.1:8420，none 为不开"`
	Retention *Retention  `json:"retention,omitempty" jsonschema_description:"各样东西留多少天"`
}

// TLS is how a store of rediss:// is reached.
type TLS struct {
	CA         string `json:"ca,omitempty" jsonschema_description:"签发服务器证书的机构，PEM 文件"`
	Cert       string `json:"cert,omitempty" jsonschema_description:"本程序的证书，PEM 文件"`
	Key        string `json:"key,omitempty" jsonschema_description:"本程序证书的密钥，PEM 文件"`
	ServerName string `json:"server_name,omitempty" jsonschema_description:"服务器证书里写的名字"`
}

// DutyTable is the duty table's file and when a duty day begins.
type DutyTable struct {
	File string `json:"file" jsonschema:"pattern=[.](csv|xlsx)$" jsonschema_description:"值班表的文件"`
	From string `json:"from,omitempty" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"几点交接，不写就是 08:00"`
}

// Alerts is what is done about urgent matters.
type Alerts struct {
	Acknowledge string `json:"acknowledge,omitempty" jsonschema:"pattern=^([0-9]+[hms])+$" jsonschema_description:"急报多久没人回“收到”就转下一个人，如 10m"`
}

// Receipts is how receipts are gathered.
type Receipts struct {
	Window string `json:"window,omitempty" jsonschema:"pattern=^([0-9]+[hms])+$" jsonschema_description:"多长时间内的回执合成一条，如 30s"`
}

// Emergency is a matter about which response levels are raised.
type Emergency struct {
	Matter  string   `json:"matter" jsonschema_description:"事项，如 防汛"`
	Aliases []string `json:"aliases,omitempty" jsonschema_description:"别的叫法"`
	Levels  []string `json:"levels,omitempty" jsonschema:"minItems=1" jsonschema_description:"级别，从轻到重；不写就是 四级 三级 二级 一级"`
	Colours []string `json:"colours,omitempty" jsonschema_description:"级别的颜色，从轻到重"`
	Quiet   string   `json:"quiet,omitempty" jsonschema:"enum=keep,enum=lift" jsonschema_description:"keep：启动以后夜间也不打扰"`
}

// Chat is a chat in which the program listens and speaks.
type Chat struct {
	Name  string   `json:"name" jsonschema_description:"群名，与群里显示的一字不差"`
	Role  string   `json:"role" jsonschema:"enum=work,enum=leaders" jsonschema_description:"work 报送群，leaders 领导群"`
	Forms []string `json:"forms,omitempty" jsonschema_description:"群里报哪些表，写表的 id；只说“平安”时指第一张"`
}

// Digest is what leaders get on schedule.
type Digest struct {
	At       string   `json:"at" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"几点发，如 \"07:30\""`
	Covers   string   `json:"covers" jsonschema:"enum=yesterday,enum=today" jsonschema_description:"说昨天还是今天的情况"`
	To       []string `json:"to" jsonschema:"minItems=1" jsonschema_description:"发给谁：群名，或 leaders（花名册里的领导）"`
	Forms    []string `json:"forms" jsonschema:"minItems=1" jsonschema_description:"说哪些表，写表的 id"`
	Attach   []string `json:"attach,omitempty" jsonschema_description:"附上什么图表，不写就是 [board]；[] 是什么也不附"`
	Layout   string   `json:"layout,omitempty" jsonschema:"enum=topic,enum=unit" jsonschema_description:"topic 一张表一段，unit 一个村一行；不写就是 topic"`
	Template string   `json:"template,omitempty" jsonschema_description:"用自己的写法：模板文件名，如 晨报.tmpl"`
}

// Briefing is what is drafted on schedule.
type Briefing struct {
	At     string   `json:"at" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"几点起草，如 \"20:30\""`
	Kind   string   `json:"kind" jsonschema:"enum=daily,enum=situation,enum=summary" jsonschema_description:"daily 日报简报，每天起草；situation 情况汇报，每周日起草本周的；summary 工作小结，每月最后一天起草本月的"`
	Forms  []string `json:"forms" jsonschema:"minItems=1" jsonschema_description:"说哪些表，写表的 id"`
	Review string   `json:"review,omitempty" jsonschema:"enum=报送员,enum=副报送员,enum=包村干部,enum=领导,enum=审核,enum=管理员,enum=reporter,enum=deputy,enum=lead,enum=leader,enum=editor,enum=admin" jsonschema_description:"草稿给哪个角色的人看，不写就是 审核"`

	IssueFrom int `json:"issue_from,omitempty" jsonschema:"minimum=1,maximum=9999" jsonschema_description:"第一次发布是第几期，不写就是 1；以后每年从第1期起"`
}

// Channel is through what the program talks to people.
type Channel struct {
	Kind       string `json:"kind" jsonschema:"enum=console,enum=jsonl,enum=wechat" jsonschema_description:"console 在本机窗口里试用，jsonl 与别的程序对接，wechat 用一个专门的微信号"`
	TrustCards bool   `json:"trust_cards,omitempty" jsonschema_description:"相信群名片，只在试用时写 true"`
	Account    string `json:"account,omitempty" jsonschema_description:"wechat：只准哪个微信号登录，写它的昵称"`
	Session    string `json:"session,omitempty" jsonschema_description:"wechat：登录状态存在哪个文件，一般不用写"`
	Pace       *Pace  `json:"pace,omitempty" jsonschema_description:"发消息的快慢，不写就用这种渠道合适的"`
}

// Pace is how fast the channel sends.
type Pace struct {
	Spacing   string `json:"spacing,omitempty" jsonschema:"pattern=^([0-9]+(ms|[hms]))+( *- *([0-9]+(ms|[hms]))+)?$" jsonschema_description:"两条消息隔多久，如 3s-6s"`
	Files     string `json:"files,omitempty" jsonschema:"pattern=^([0-9]+[hms])+$" jsonschema_description:"两个文件隔多久，如 30s"`
	PerMinute int    `json:"per_minute,omitempty" jsonschema:"minimum=1,maximum=600" jsonschema_description:"一分钟最多几条"`
	PerDay    int    `json:"per_day,omitempty" jsonschema:"minimum=1,maximum=100000" jsonschema_description:"二十四小时最多几条，最后一成留给急报"`
}

// LLM is the language model.
type LLM struct {
	BaseURL string `json:"base_url,omitempty" jsonschema_description:"兼容 OpenAI 的地址，如 https://主机/v1"`
	Model   string `json:"model,omitempty" jsonschema_description:"模型的名字"`
	KeyEnv  string `json:"key_env,omitempty" jsonschema_description:"放密钥的环境变量，密钥不要写进来"`
	Timeout string `json:"timeout,omitempty" jsonschema:"pattern=^([0-9]+[hms])+$" jsonschema_description:"等多久，如 60s"`

	Format      string         `json:"format,omitempty" jsonschema:"enum=json_object,enum=json_schema,enum=none" jsonschema_description:"要求模型怎样回答，不写就是 json_object；模型不支持的会自动降级"`
	Temperature any            `json:"temperature,omitempty" jsonschema:"oneof_type=number;string" jsonschema_description:"0 到 2，不写就是 0.2；模型只许用自己的就写 none"`
	Budget      int            `json:"budget,omitempty" jsonschema:"minimum=1,maximum=2147483647" jsonschema_description:"一个月最多用多少 token，不写就不限"`
	Phrases     []string       `json:"phrases,omitempty" jsonschema_description:"允许模型原样使用的本单位常用语，不带标点和数字"`
	Extra       map[string]any `json:"extra,omitempty" jsonschema_description:"这家模型特有的参数，如 enable_thinking: false"`
	Reading     bool           `json:"reading,omitempty" jsonschema_description:"程序看不懂的报送，隐去姓名号码后让模型帮着读，读出来的问过本人、答“对”才算；不写就是不用"`
}

// Documents is how documents are signed.
type Documents struct {
	Issuer string `json:"issuer,omitempty" jsonschema:"maxLength=20" jsonschema_description:"落款和发文单位，如 青石镇人民政府；不写就是 workspace"`
}

// Notify is one way by which the operator is told when the chat cannot be used.
type Notify struct {
	Kind        string   `json:"kind" jsonschema:"enum=webhook,enum=mail,enum=program" jsonschema_description:"网址、邮件或者本机的程序"`
	URLEnv      string   `json:"url_env,omitempty" jsonschema_description:"放网址的环境变量，网址不要写进来"`
	Format      string   `json:"format,omitempty" jsonschema:"enum=json,enum=wecom" jsonschema_description:"wecom 是企业微信群机器人"`
	Host        string   `json:"host,omitempty" jsonschema_description:"邮件服务器，如 smtp.example.com"`
	Port        int      `json:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`
	Security    string   `json:"security,omitempty" jsonschema:"enum=tls,enum=starttls,enum=none" jsonschema_description:"不写就是 tls"`
	User        string   `json:"user,omitempty"`
	PasswordEnv string   `json:"password_env,omitempty" jsonschema_description:"放邮箱密码（授权码）的环境变量"`
	From        string   `json:"from,omitempty"`
	To          []string `json:"to,omitempty"`
	Run         []string `json:"run,omitempty" jsonschema_description:"程序的完整路径和固定的参数"`
}

// Retention is for how many days things are kept.
type Retention struct {
	Chatter  int `json:"chatter,omitempty" jsonschema:"minimum=7,maximum=36500" jsonschema_description:"闲聊的原话，不写就是 30"`
	Outcomes int `json:"outcomes,omitempty" jsonschema:"minimum=7,maximum=36500" jsonschema_description:"每条消息的处理结果，不写就是 45"`
	Outbox   int `json:"outbox,omitempty" jsonschema:"minimum=7,maximum=36500" jsonschema_description:"发出去的消息，不写就是 90"`
	Files    int `json:"files,omitempty" jsonschema:"minimum=7,maximum=36500" jsonschema_description:"画好的图和表"`
	Journal  int `json:"journal,omitempty" jsonschema:"minimum=7,maximum=36500" jsonschema_description:"全部消息的原话，不写就一直留着"`
}
