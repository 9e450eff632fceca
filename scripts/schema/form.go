package main

// Form is a form's file.
type Form struct {
	ID       string   `json:"id" jsonschema_description:"代号：字母、数字、_、-，在 qunbao.yaml 里用"`
	Name     string   `json:"name" jsonschema_description:"表名"`
	Aliases  []string `json:"aliases,omitempty" jsonschema_description:"别的叫法"`
	Owner    string   `json:"owner,omitempty" jsonschema:"nullable" jsonschema_description:"谁要的表"`
	Basis    string   `json:"basis,omitempty" jsonschema:"nullable" jsonschema_description:"依据什么"`
	From     string   `json:"from,omitempty" jsonschema:"format=date" jsonschema_description:"从哪天起报，如 2030-06-01"`
	Until    string   `json:"until,omitempty" jsonschema:"nullable" jsonschema_description:"报到哪一天为止，到期就不再催报"`
	Units    []string `json:"units,omitempty" jsonschema_description:"谁要报：类别或单位；不写就是有报送员的单位"`
	Level    *Level   `json:"level,omitempty" jsonschema_description:"启动应急响应以后才报"`
	Calendar Calendar `json:"calendar,omitempty" jsonschema_description:"哪些日子报"`
	Opens    string   `json:"opens,omitempty" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"从几点起算当天的，不写就是 00:00"`
	Due      string   `json:"due,omitempty" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"几点前报算按时"`
	Closes   string   `json:"closes,omitempty" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"几点以后不再催"`
	Slots    []Slot   `json:"slots,omitempty" jsonschema:"minItems=1" jsonschema_description:"班次：一天报几次"`
	Remind   []Stage  `json:"remind,omitempty" jsonschema_description:"几轮提醒，最多三轮"`
	Zero     *Zero    `json:"zero,omitempty" jsonschema_description:"报“平安”是什么意思"`
	Fields   []Field  `json:"fields" jsonschema:"minItems=1" jsonschema_description:"要报的项目，一项一行"`
	Checks   []Check  `json:"checks,omitempty" jsonschema_description:"数与数的关系，对不上时问一句"`
	Upward   string   `json:"upward,omitempty" jsonschema_description:"往上报（上报）的写法，不写就是默认写法"`
}

// Level is the response level for which a form or slot waits.
type Level struct {
	Matter string `json:"matter,omitempty" jsonschema_description:"事项，写在 qunbao.yaml 的 emergency 里"`
	From   string `json:"from,omitempty" jsonschema_description:"从哪一级起，如 四级"`
}

// Slot is one of several reports a day.
type Slot struct {
	ID      string   `json:"id" jsonschema_description:"代号"`
	Name    string   `json:"name" jsonschema_description:"班次的名字，如 夜班"`
	Aliases []string `json:"aliases,omitempty" jsonschema_description:"别的叫法"`
	Opens   string   `json:"opens" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"从几点起"`
	Due     string   `json:"due" jsonschema:"pattern=^[0-9][0-9]?:[0-5][0-9]$" jsonschema_description:"几点前报算按时；比 opens 早就是第二天早上"`
	Level   *Level   `json:"level,omitempty" jsonschema_description:"启动应急响应以后才报这一班"`
}

// Stage is a round of reminders.
type Stage struct {
	Before string `json:"before,omitempty" jsonschema:"pattern=^([0-9]+[hms])+$" jsonschema_description:"截止前多久，如 60m"`
	After  string `json:"after,omitempty" jsonschema:"pattern=^([0-9]+[hms])+$" jsonschema_description:"截止后多久，如 30m"`
	To     string `json:"to" jsonschema:"enum=reporter,enum=chat,enum=lead" jsonschema_description:"reporter 报送员，chat 群里，lead 包村干部"`
}

// Zero is what a zero-report means.
type Zero struct {
	Sets    []string `json:"sets,omitempty" jsonschema_description:"这几项记为 0，写项目的 id"`
	Carries []string `json:"carries,omitempty" jsonschema_description:"这几项沿用上次报的数，写项目的 id"`
}

// Field is something that is asked for.
type Field struct {
	ID       string   `json:"id" jsonschema_description:"代号：字母、数字、_，在 checks 里用"`
	Name     string   `json:"name" jsonschema_description:"项目的名字"`
	Aliases  []string `json:"aliases,omitempty" jsonschema_description:"村里的叫法"`
	Units    []string `json:"units,omitempty" jsonschema_description:"量词，第一个用于显示"`
	Kind     string   `json:"kind" jsonschema:"enum=daily,enum=stock,enum=cumulative,enum=text" jsonschema_description:"daily 本期发生数，stock 现有数，cumulative 累计数，text 文字"`
	PartOf   string   `json:"part_of,omitempty" jsonschema_description:"是哪一项的其中数，写那一项的 id"`
	Min      *float64 `json:"min,omitempty" jsonschema_description:"最小，小了问一句"`
	Max      *float64 `json:"max,omitempty" jsonschema_description:"最大，大了问一句"`
	MaxStep  *float64 `json:"max_step,omitempty" jsonschema_description:"比上次最多差多少，多了问一句"`
	Decimals int      `json:"decimals,omitempty" jsonschema:"minimum=0,maximum=9" jsonschema_description:"小数点后几位，不写就是 0"`
	Total    string   `json:"total,omitempty" jsonschema:"enum=sum,enum=max" jsonschema_description:"各单位的数怎么合：sum 相加（不写就是它），max 取最高的"`
	Required bool     `json:"required,omitempty" jsonschema_description:"必填"`
	Urgent   string   `json:"urgent,omitempty" jsonschema_description:"符合就马上告诉领导，如 \"> 0\""`
}

// Check is a rule that a report should obey.
type Check struct {
	Rule string `json:"rule" jsonschema_description:"用项目的 id 写，如 \"a + b <= c\""`
	Say  string `json:"say" jsonschema_description:"对不上时说的话"`
}

// Rhythm is a calendar that does not ask day by day.
type Rhythm struct {
	Weekly  []string  `json:"weekly,omitempty" jsonschema:"minItems=1" jsonschema_description:"每周哪几天，如 [星期五]"`
	Monthly MonthDays `json:"monthly,omitempty" jsonschema_description:"每月哪几天，如 [1, 15, end]"`
	Every   int       `json:"every,omitempty" jsonschema:"minimum=2,maximum=365" jsonschema_description:"每几天一次"`
	From    string    `json:"from,omitempty" jsonschema:"format=date" jsonschema_description:"从哪天数起"`
	Stays   int       `json:"stays,omitempty" jsonschema:"minimum=0,maximum=365" jsonschema_description:"过了那天还收几天"`
}
