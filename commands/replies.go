package commands

import "strings"

// Every sentence that a command may answer with, beside those made of figures.
const (
	nothingDue   = "现在没有要报的表。"
	whichUnit    = "要查哪个单位？比如：查 柳湾村 2月3日"
	noSuchUnit   = "花名册里没有“%s”这个单位。"
	nothingCame  = "%s没有收到：%s。"
	nothingKept  = "%s %s没有收到什么。"
	ofYear       = "%d年的："
	noSuchDay    = "没看懂日期“%s”，请写成 2月3日。"
	helpReport   = "在群里照平时的说法报就行，比如“柳湾村居家观察46人，发热0人”；没有情况回“平安”；报错了回“更正：居家应为44人”，撤回也算。"
	helpCommands = "还可以问："
)

// unknownCommand says that a command is not in this program.
func unknownCommand(name string) string {
	var usages []string
	for _, c := range table() {
		usages = append(usages, c.name)
	}
	return "这里还没有“" + name + "”，现有：" + strings.Join(usages, "、") + "。"
}
