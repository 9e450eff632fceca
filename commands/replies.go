package commands

import (
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// Every sentence that a command may answer with, beside those made of figures.
const (
	noSuchDate   = "没有%s这一天，请写成 2月3日。"
	oneDay       = "一次看一天，比如：%s 2月3日"
	oneUnit      = "看一个单位请发：查 %s 2月3日"
	notYetDue    = "还没到期：%s。"
	notYet       = "%s还没到。"
	notCounted   = "%s还没有开始统计，从%s起算。"
	notOwedThen  = "%s没有要报的表。"
	nothingDue   = "现在没有要报的表。"
	notDueNow    = "%s现在不用报。"
	matterIsOver = "急报%[1]d号已办结。要接着报请回“续报 %[1]d …”，会重新通知。"
	notOrdered   = "群里这样说还没有登记。要登记请@我说，或整句发：%s"
	whichUnit    = "要查哪个单位？比如：查 柳湾村 2月3日"
	noSuchUnit   = "花名册里没有“%s”这个单位。"
	nothingCame  = "%s没有收到：%s。"
	nothingKept  = "%s %s没有收到什么。"
	isExcused    = "免报（%s）"
	isFaulty     = "当时收不到消息，不算漏报"
	ofYear       = "%d年的："
	noSuchDay    = "没看懂日期“%s”，请写成 2月3日。"
	noSuchMatter = "没有急报%d号。"
	whichMatters = "收到几号？等您回复的急报有%s。请回“收到 %s”，都收到了回“收到 %s”。"
	passHow      = "这句话没有转到村里。还没办结的急报有%s号，要答复村里请回“回复 %s …”。"
	matterText   = "请写上内容，比如：%s %s %s"
	notInCharge  = "急报%[1]d号由带班值班人员和镇领导处理，有新情况请回“续报 %[1]d …”。"
	formStands   = "%s里仍是%s，没有改；要改请另发：%s"
	formEmpty    = "%s里还没有这个数；要报请另发：%s"
	dutyHead     = "值班表（每天%s交接）："
	swapUsage    = "请这样写：换班 2月3日 带班 张三，或：换班 2月3日 张三 换 李四"
	swapped      = "已换班："
	noLeader     = "\n请留意：%s在花名册里不是领导或管理员，请核对。要改回请发：换班 %s 恢复"
	bothPosts    = "\n请留意：%s当天带班、值班都排上了。"
	notOwnDuty   = "换班由当班的本人或%s来办。"
	noDuty       = "%s %s不当班。"
	dutyOver     = "%s已经过了。"
	noSuchPerson = "花名册里没有“%s”，或不止一个，请写花名册上的名字。"
	tableComes   = "表在做，做好私聊发您。"
	tableUsage   = "请这样写：导出 2月1日 2月14日，一天的写：导出 2月1日"
	helpReport   = "在群里照平时的说法报就行，比如“柳湾村居家观察46人，发热0人”；没有情况回“平安”；报错了回“更正：居家应为44人”，撤回也算。"
	helpCommands = "还可以问："

	needsRoster = "您还不在花名册里，这条指令办不了，请找%s登记。"
	needsRole   = "“%s”要%s才能办，请找%s。"
	needsUnit   = "%s不归您包，请找%s办。"
	needsPerson = "“%s”要核实是本人，群名片不算，请私聊发给我。"
	stranger    = "花名册以外的人"

	chaseNow     = "已在群里提醒还没报的：%s。"
	chaseLater   = "现在是免打扰时间，%s会在群里提醒还没报的：%s。"
	chaseNever   = "现在是免打扰时间，%s才能在群里提醒，那时%s已过上报时间，没有排上；急的请打电话。"
	chaseEarly   = "还没到催的时候：%s。要现在催请写上表名：催报 %s"
	chaseYet     = "还没到催的时候：%s。临近了再发一次催报。"
	chaseClosed  = "%s已停止催报。"
	chaseWhat    = "催报是在群里提醒一张表还没报的单位，只催现在该报的，请发：催报 %s"
	chaseNobody  = "%s都报了，不用催。"
	chasedBefore = "%s%s刚催过，半小时内不再催。"
	noSuchForm   = "没有叫“%s”的表，现有：%s。"

	excuseWhom  = "要免报哪个单位？"
	excuseWhen  = "哪天免报？"
	excuseWhy   = "为什么免报？请带上原因，领导的晨报里要写。"
	excuseLong  = "一次最多免报一年。"
	excuseLike  = "比如：免报 单位 日期 停电"
	excuseDone  = "%s免报（%s）%s，不再提醒，发来的照收。要恢复请发：免报 %s 取消"
	owesNothing = "%s，不必免报。"
	excuseBack  = "%s恢复上报，免报已取消。"
	notExcused  = "%s没有免报，不用取消。"
	excuseAnew  = "要免报请把原因换个说法，不用“取消”“恢复”开头。"
	excuseFar   = "%s离今天超过一年，是不是写错了？请写清年月日再发。"
	beforeStart = "%s不用免报：%s才开始统计，没有改动。"
	notOwed     = "%s本来就不用报，没有改动。"
	cameBefore  = "\n其中已经报了的：%s。报的内容照留，不再计入应报。"
)

// The sentences about digests and upward reports.
const (
	noDigests    = "这里没有设置晨报、晚报。"
	noSuchDigest = "没看懂“%s”，现有：%s；可以带上日期，比如：预览 晨报 2月3日"
	noSuchUpward = "没看懂“%s”，请写日期和表名，比如：上报 2月3日 %s"
	previewHead  = "（预览%s%s，没有发出）\n"
	digestRests  = "%s的%s不会发出：%s没有要报的。"
	dayToCome    = "%s还没到。"
	nothingOwed  = "%s没有要报的。"
)

// The sentences about briefings; those about one draft are package report's.
const (
	noPapers         = "这里不起草简报。"
	noSuchPaper      = "没看懂“%s”，请这样写：简报 日报 2月3日，简报 汇报 2月1日 2月14日，简报 小结 2月"
	noDraft          = "现在没有等审核的简报。要起草请发：简报"
	noBriefing       = "还没有发布的简报。"
	inReview         = "%s还在审核。"
	lastPublished    = "最近发布的是%s："
	whichDraft       = "现在有%d份：%s。请引用那一份回复"
	whichLike        = "，或写明哪一份，比如：%s %s %s"
	toldAlone        = "已私聊回您。"
	draftComes       = "正在起草，约%d分钟后私聊发您。"
	draftByHand      = "%s草稿不在群里发，请在办公电脑上用 qunbao brief 导出。"
	editUsage        = "请这样写：改 %s：改后的整句话"
	returnWhy        = "请写上原因，比如：退回 第2句的数不对"
	nothingToConfirm = "简报在您确认之前已被别人改动或处理，没有照办，请再发一次。"
)

// excuseDoubts are the sentences about days that cannot be as they were said.
var excuseDoubts = map[parse.Doubt]string{
	parse.NoSuchDay: "没有%s这一天，哪天免报？",
	parse.Backwards: "“%s”前后倒了，从哪天到哪天免报？",
	parse.PartOfDay: "%s免报哪个班次、哪张表？请写上日期和班次或表名，",
	parse.NoEnd:     "“%s”到哪天为止？请写上最后一天，",
}

// allowed are the commands that somebody may give and that can do something here.
func (h *Handler) allowed(s report.Speaker, now time.Time) []command {
	above := s.Has(report.Leader) || s.Has(report.Admin) || s.Known() && h.workspace.OnDuty(now).Has(s.Person.ID)
	return slices.DeleteFunc(table(), func(c command) bool {
		return c.above && !above || !h.rightTo(c).entitled(s) || h.Papers == nil && (c.reviews || c.name == "简报" || c.name == "出处") || c.name == "应急" && len(h.workspace.Emergencies) == 0
	})
}

// unknownCommand says that a command is not in this program.
func (h *Handler) unknownCommand(r request) string {
	var names []string
	for _, c := range h.allowed(r.speaker, r.now) {
		names = append(names, c.name)
	}
	return "这里还没有“" + r.Name + "”，现有：" + strings.Join(names, "、") + "。"
}
