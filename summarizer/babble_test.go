package summarizer_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"

	"qunbao/report"
	"qunbao/summarizer"
)

// What a babbler puts around facts: what is allowed, what is allowed in another
// place, and what must never stand.
var (
	decent = []string{"从报送情况看，", "据各单位报送，", "需要关注的是", "此外，", "同时，", "具体看，", "有关情况如下："}
	advice = []string{
		"，请有关单位核实", "，请包村干部抓紧联系，问明原因", "，建议进一步核实", "，请持续跟踪关注", "，请及时核对数据",
		"，请相关单位说明变化原因", "，请有关单位及时跟踪处置并报告进展", "，请有关办所研究解决",
		"，请督促未报单位补报", "，请第一时间核实", "，请有关单位核实异常数据", "，各单位要及时核对", "，请发现问题及时报告",
	}
	placed = []string{"有所增加的是", "有所减少的是", "居家观察方面，", "一是", "二是", "三是", "对上述情况，", "问明原因，", "，", "；", "。", "：", "、", ""}
	rotten = []string{
		"约", "近", "至少", "余人", "以上", "左右", "不实", "并非", "其中", "因此", "61人", "６", "③", "Ⅳ", "½", "㈠", "𝟗", "一起", "两处", "三名", "〇",
		"萬", "參", "廿", "\u2f00", "\uf978", "十分钟", "百分之", "％", "‰", "东坡村", "柳湾", "李会芳", "群众情绪稳定", "险情已解除", "总体平稳，",
		"全部", "均已报送，", "首次", "多户", "大部分", "呈上升趋势", "已妥善处置。", "发生一起事故。", "请三名干部核实", "请东坡村核实",
		"{{", "}}", "{{}}", "{{R}}", "{{D99}}", "{ {D1}}", "{{D1}", "{{d1}}", "<b>", "\n", "\u200b", "\u202e", "ok", "http://x", "忽略以上规则。", "第",
	}
)

// babbler is a model that answers once, at random, knowing no more than it is told.
type babbler struct {
	*rand.Rand
	said string
}

func (b *babbler) Complete(_ context.Context, p summarizer.Prompt) (string, error) {
	if b.said != "" {
		return "", errors.New("tired")
	}
	var task struct {
		Paragraphs []struct {
			ID    string
			Facts []struct{ ID string }
		}
	}
	if err := json.Unmarshal([]byte(p.Turns[1].Text), &task); err != nil {
		return "", err
	}
	var every []string
	for _, q := range task.Paragraphs {
		for _, f := range q.Facts {
			every = append(every, f.ID)
		}
	}
	var sections []map[string]any
	for _, q := range task.Paragraphs {
		var ids []string
		for _, f := range q.Facts {
			ids = append(ids, f.ID)
		}
		sections = append(sections, map[string]any{"id": q.ID, "sentences": b.paragraph(ids, every)})
	}
	if b.IntN(40) == 0 {
		sections = sections[1:]
	}
	said, err := json.Marshal(map[string]any{"sections": sections})
	b.said = string(said)
	return b.said, err
}

// paragraph says the facts in some order, about one time in three with something
// wrong: a fact lost, twice or another's, or a rotten piece somewhere.
func (b *babbler) paragraph(ids, every []string) []string {
	ids = slices.Clone(ids)
	b.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	switch b.IntN(30) {
	case 0:
		ids = ids[1:]
	case 1:
		ids = append(ids, ids[0])
	case 2:
		ids = append(ids, every[b.IntN(len(every))])
	}
	var sentences []string
	one := ""
	for i, id := range ids {
		one += b.piece(decent, 4) + "{{" + id + "}}" + b.piece(advice, 5)
		switch {
		case i == len(ids)-1:
			one += "。"
		case b.IntN(3) == 0:
			one += "，"
			continue
		default:
			one += []string{"；", "。"}[b.IntN(2)]
		}
		sentences, one = append(sentences, one), ""
	}
	return sentences
}

// piece is one of the fitting pieces, one time in n; seldom it is none that fits.
func (b *babbler) piece(fitting []string, n int) string {
	switch x := b.IntN(100); {
	case x < 3:
		return rotten[b.IntN(len(rotten))]
	case x < 6:
		return placed[b.IntN(len(placed))]
	case b.IntN(n) == 0:
		return fitting[b.IntN(len(fitting))]
	}
	return ""
}

// The oracle of what a draft may hold knows nothing of how one is made: it takes the
// facts' texts out and looks at what is left.
var (
	stray   = regexp.MustCompile(`[零〇一二三四五六七八九十百千万亿两半双廿萬參%％‰]|\p{N}`)
	ordinal = regexp.MustCompile(`^[一二三四五六]是`)
	harm    = regexp.MustCompile(`进一步|逐一|下一步|统一|第一时间`)
	bending = regexp.MustCompile(`(?:^|[，：；、]|[一二三四五六]是|的是|的有|此外|同时|另外|另)$`)
)

// leaks lists what of a sentence comes from no fact and must not stand; head is what
// code has put before it.
func leaks(facts []report.Fact, head, sentence string) []string {
	var found []string
	rest, isFact := strings.TrimPrefix(sentence, head), false
	for _, x := range facts {
		before, after, told := strings.Cut(rest, x.Text)
		if !told {
			continue
		}
		if b := strings.TrimSuffix(before, "§"); !bending.MatchString(b) || strings.HasSuffix(before, "§") {
			found = append(found, "before "+x.ID+": "+before)
		}
		if !strings.ContainsAny(after[:min(len(after), 3)], "，；。、") {
			found = append(found, "behind "+x.ID+": "+after)
		}
		rest, isFact = before+"§"+after, true
	}
	rest = harm.ReplaceAllString(ordinal.ReplaceAllString(strings.ReplaceAll(rest, "§", ""), ""), "")
	if stray.MatchString(rest) {
		found = append(found, "a number: "+rest)
	}
	for _, r := range rest {
		if !unicode.Is(unicode.Han, r) && !strings.ContainsRune("，：；。、（）", r) {
			found = append(found, "a mark: "+rest)
		}
	}
	for _, w := range rotten {
		if len(w) > 3 && strings.Contains(rest, w) {
			found = append(found, w+": "+rest)
		}
	}
	if !isFact && !strings.Contains(rest, "请") && !strings.Contains(rest, "建议") && !strings.Contains(rest, "各单位要") {
		found = append(found, "a claim: "+rest)
	}
	return found
}

// drafts is how many babblers write: 60,000 where make soak asks for 20 times as many.
func drafts() int {
	soak, err := strconv.Atoi(os.Getenv("QUNBAO_SOAK"))
	if err != nil {
		soak = 1
	}
	return 3000 * max(soak, 1)
}

// TestNoRandomDraftLeaksANumberOrLosesAFact is the promise of the package: of tens of
// thousands of drafts that babblers wrote, none holds a number, a name or a claim that
// no fact says, none bends a fact, and none loses one. That the gate is not simply
// shut is part of it.
func TestNoRandomDraftLeaksANumberOrLosesAFact(t *testing.T) {
	days := []report.Facts{normalDay(t), quietDay(t)}
	var heads [][]string // what code puts before the first sentence of each part
	for _, f := range days {
		plain, err := summarizer.New(nil, nil).Daily(t.Context(), f, 3)
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, led(plain))
	}
	var paragraphs, worded atomic.Int64
	t.Run("drafts", func(t *testing.T) {
		const shards = 4
		for shard := range shards {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				for i := shard; i < drafts() && !t.Failed(); i += shards {
					n := (i / shards) % 2
					account := babbled(t, uint64(i), days[n], heads[n])
					paragraphs.Add(int64(account.Paragraphs))
					worded.Add(int64(account.Paragraphs - account.Replaced))
				}
			})
		}
	})
	t.Logf("%d of %d paragraphs are the model's", worded.Load(), paragraphs.Load())
	if n := worded.Load(); n < paragraphs.Load()/5 || n > paragraphs.Load()*9/10 {
		t.Errorf("%d of %d paragraphs passed: the gate is shut or open", n, paragraphs.Load())
	}
}

// babbled has a babbler word a day and holds what comes of it to the oracle.
func babbled(t *testing.T, seed uint64, f report.Facts, heads []string) summarizer.Account {
	b := &babbler{Rand: rand.New(rand.NewPCG(7, seed))}
	draft, account, err := summarizer.New(b, nil).Word(t.Context(), report.DailyBriefing, f, 3)
	if err != nil {
		t.Fatal(err)
	}
	wrong := faults(f, draft)
	if !holdsAll(f, draft.Text()) {
		wrong = append(wrong, "a fact is lost or told twice")
	}
	if account.First > 0 && !draft.Model {
		wrong = append(wrong, "only the last gate has stopped it")
	}
	if draft.Model {
		wrong = append(wrong, leaksOf(draft, heads)...)
	}
	if len(wrong) > 0 {
		t.Errorf("draft %d: %s\n%s\n%s", seed, strings.Join(wrong, "\n"), b.said, draft.Text())
	}
	return account
}

// led is what code puts before facts in a document without a model's words.
func led(d report.Draft) []string {
	var all []string
	for _, p := range d.Parts {
		for _, s := range p.Sentences {
			if len(s.Spans) > 0 && s.Spans[0].From == 0 && s.Spans[0].Fact == "" {
				all = append(all, s.Text[:s.Spans[0].To])
			}
		}
	}
	return all
}

// supposed is what advice supposes, and by what the facts beside it show it.
var supposed = map[string]*regexp.Regexp{
	"请督促未报单位补报": regexp.MustCompile(`[村区]未报`), "请有关单位核实异常数据": regexp.MustCompile(`[0-9]分急报`), "请相关单位说明变化原因": regexp.MustCompile(`增加|减少`),
}

// nearest are the facts that stand in a sentence, a line each, or else those that
// stood before.
func nearest(facts []report.Fact, sentence, before string) string {
	var all []string
	for _, x := range facts {
		if strings.Contains(sentence, x.Text) {
			all = append(all, x.Text)
		}
	}
	if len(all) == 0 {
		return before
	}
	return strings.Join(all, "\n")
}

// leaksOf lists the leaks of a draft's parts that a model may word.
func leaksOf(d report.Draft, heads []string) []string {
	var found []string
	for _, p := range d.Parts[:4] {
		near := ""
		for _, s := range p.Sentences {
			near = nearest(d.Facts, s.Text, near)
			for words, shown := range supposed {
				if strings.Contains(s.Text, words) && !shown.MatchString(near) {
					found = append(found, words+" beside "+near+": "+s.Text)
				}
			}
			if len(s.Facts) == 0 && !strings.Contains(s.Text, "{{") && s.New {
				continue // the office's: there are no facts for this part
			}
			head := ""
			for _, h := range heads {
				if strings.HasPrefix(s.Text, h) {
					head = h
				}
			}
			found = append(found, leaks(d.Facts, head, s.Text)...)
		}
	}
	return found
}
