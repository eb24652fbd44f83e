//! Takes a block of a page; tells whether it may be text or belongs to the frame of the page, such as
//! navigation, buttons and notices. This file must not know what is removed.

use crate::fold::is_han;
use crate::import::form::{is_date, is_match, is_numbered, is_portal, pattern, squeeze};
use crate::import::page::{Block, Span, is_of_office};
use regex::Regex;
use std::sync::LazyLock;

/// The part of a page to which a block belongs: its text or its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Sort {
    /// The block has no words.
    Empty,
    /// The block has words that occur only in the frame of a page.
    Frame,
    /// The block is frame only next to other blocks of the frame. Examples are a link alone, 主办：
    /// and 来源：.
    Beside,
    /// The block may be text.
    Text,
}

/// The longest name of a button, in characters.
const MOST_OF_BUTTON: usize = 8;

/// The longest line, in characters, that is frame because of its words. With the words of
/// [`WITHIN`] and [`RIGHTS`], a line may be three times as long.
pub(super) const LONGEST: usize = 90;

/// Words of buttons and links around a text. They also begin sentences (返回上级补助资金…), so a
/// line is frame only if it has nothing else.
const BUTTONS: &str = "分享(?:到|至|给)?(?:按钮|本文|文章|链接)?|一键分享|(?:新浪|腾讯)微博|QQ空间|QQ好友|微信好友|微信朋友圈|打开微信|\
    打印(?:本页|本文|页面|此页|全文|文章)?|我要打印|关闭(?:本页|窗口|页面|此页)?|收藏(?:本页|本站|本文)?|保存本页|返回(?:顶部|首页|上一?[页级]|列表)(?:页面|目录|栏目)?|回到(?:顶部|首页)|\
    (?:正文|页面|文章|当前)(?:字体|字号|文字)(?:大小|选择)?|(?:字体|字号|文字)(?:大小|选择)|大[\\[\\]【】/|、·]*中[\\[\\]【】/|、·]*小|小[\\[\\]【】/|、·]*中[\\[\\]【】/|、·]*大|加入收藏夹|手机扫一扫|网站地图|站点地图|网站声明|网站帮助|使用帮助|隐私(?:声明|保护|政策)|免责声明|版权声明|\
    友情链接|相关(?:链接|阅读|新闻|推荐|稿件|文章|解读|报道)|热门(?:推荐|文章|信息|服务|搜索)|推荐(?:阅读|信息)|猜你(?:喜欢|想看|感兴趣)|最新(?:文件|信息|文章|发布|公开)|\
    (?:我要|网站|信息|内容)?纠错|(?:政府网站)?找错|无障碍(?:浏览|阅读|版|模式)?|适老化(?:版|模式|服务)?|长者(?:模式|助手|版)|关怀(?:版|模式)|老年(?:版|模式)|繁[體体](?:中文)?版?|简体(?:中文)?版?|English|\
    手机版|移动版|(?:Font|Text)[Ss]ize[:：]?(?:Large|Medium|Small|[LMSA+-])*|Print(?:this)?(?:page)?|智能(?:问答|机器人|客服)|设为首页|加入收藏|站内搜索|打赏|点赞|展开阅读全文|下载(?:文档|全文|本文)|信息二维码|手机看新闻";

/// Words that are a button only beside other buttons. Alone, they may be a heading or an item.
const SHARED: &str = "微信|微博|QQ|朋友圈|联系我们|关于我们|相关(?:信息|政策|内容)|更多|保存|字体|字号|文字|默认|特大|超大|标准|大字[版号]|语音(?:播报|阅读|朗读)|复制|高对比度|大|中|小";

/// What may be between two buttons.
const BETWEEN: &str = r"[\[\]【】［］〖〗（）()<>«»《》|｜丨·•/、，,:：_—.\d-]";

/// A line with buttons and nothing else.
static BAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        "^(?:{BETWEEN}|{SHARED})*(?:{BUTTONS})(?:{BETWEEN}|{SHARED}|{BUTTONS})*$"
    ))
});

/// A line that begins like a button.
static LIKE_BUTTON: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!("^{BETWEEN}*(?:{BUTTONS}|{SHARED})")));

/// Beginnings of lines that no document has.
static FRAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^[\\[【［〖（(>»《|·•]*(?:分享到?[:：]|(?:微信|手机)?扫一扫(?:$|[:：，,!！]|.{0,8}(?:分享|关注|浏览|打开|阅读|访问|查看|下载|手机))|(?:微信|手机)?扫码(?:分享|浏览|阅读)|扫描(?:下方|左侧|右侧)?二维码(?:$|.{0,8}(?:分享|关注|浏览|打开|阅读|访问|查看|手机))|用手机(?:打开|浏览|扫)|\
         (?:上[一1]|下[一1]|[前后]一)(?:篇|条|页|则)(?:$|[:：>》」】\\]]|(?:暂?无|没有)(?:了|文章|信息|数据|$))|上[一1](?:篇|条).*下[一1](?:篇|条)|责任编辑[:：]|责编[:：]|\
         (?:本站|本页|网站|今日|累计|总)*(?:浏览|阅读|访问|点击|查看)(?:次数|量|数|人数|人次)?[:：](?:正在)?(?:加载中?|载入中?|读取中|统计中)?\\P{Han}*(?:人?次|人|万)?(?:$|[\\[【|｜]|字|打印|来源|发布|作者|分享|责任编辑)|(?:点击|阅读)率[:：]\\d*次?$|已?(?:浏览|阅读|访问)\\d+次?$|您?是?第\\d*位(?:访客|访问者|浏览者)|(?:您(?:所在|当前|现在)?的?(?:位置|所在位置)|当前(?:位置|所在位置|栏目)|现在(?:位置|的位置)|所在位置)(?:$|[:：>是]|.*>)|\
         版权所有|(?i:copyright)|©|&copy;|ICP备|\\p{Han}ICP备|\\p{Han}{1,2}公网安备|(?:政府)?网站标识码|网站备案[:：]|(?:友情链接|相关(?:链接|阅读|新闻|推荐|稿件|文章|解读|报道)|热门(?:推荐|文章|信息|服务|搜索)|推荐阅读|猜你(?:喜欢|想看|感兴趣))[:：]|\
         建议(?:您)?使用(?:\\P{Nd}{0,20}浏览器|.{0,20}浏览器.{0,12}分辨率|.{0,12}(?:以上|及以上)(?:版本)?(?:的)?浏览器$)|最佳浏览|本站支持IPv6|网站支持IPv6|第\\d+页(?:[/／]共\\d+页)?$|.{1,60}_第\\d+页$|下载相关举报|亲[,，]该文档|资源描述$|(?:我要|(?:请?登录后?)?发表|网友|暂无|查看|\\d+条?)(?:相关)?评论(?:$|[:：(（\\]】])|评论[(（]\\d+条?[)）]$|(?:电子书|有声)阅读[:：](?:.{0,6}|.*关于.*)$|\
         (?:文件|正文)下载[:：].{0,80}\\.(?i:docx?|wps|xlsx?|et|pptx?|pdf|ofd|ceb|zip|rar)$|(?:文件|正文)?下载[:：]?(?i:word|wps|pdf|ofd|doc|docx)(?:版|文档|格式|$)|上传人[:：]|文档编号[:：])",
    )
});

/// A counter of readers.
static COUNTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern("^(?:浏览|阅读|访问|点击|查看)(?:次数|量|数)?[:：]?\\P{Han}*(?:人?次|人|万)?$")
});

/// Whether a text without white space is a counter of readers: 浏览：105.
pub(in crate::import) fn is_counter(text: &str) -> bool {
    is_match(&COUNTER, text)
}

/// Words that mark a line as frame, unless the line has more than two full stops or is very long.
static WITHIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "ICP备|公网安备|网站标识码|版权所有|由会员分享[,，]可在线阅读|浏览次数[:：]|(?i:copyright)",
    )
});

/// The beginning of a link to another document about this one: 【政策图解】一图看懂….
static RELATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^[【\\[［](?:\\p{Han}{2})?(?:图解|解读|问答|漫画|一图读懂|相关链接|原文链接|政策原文)[】\\]］]",
    )
});

/// A statement of the site about its rights in the text.
static RIGHTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^[\\[【（(]?(?:版权声明|免责声明)[\\]】）)]?[:：].*(?:本网|本站|转载|来源)|^(?:本文|文章)(?:内容)?[仅只]代表作者.*(?:本站|本网)|^本站.*(?:用户上传|信息存储空间|侵[权犯].*(?:联系|通知|删除))",
    )
});

/// Who runs the site, in the foot of a page. A notice may also name who holds an event.
pub(super) static OPERATOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^[\\[【|]*(?:网站(?:主办|承办|主管|管理|维护|建设|运维)|主办|承办|主管|协办|运维|开发|制作|维护|建设|技术支持)(?:单位|部门)?[:：]",
    )
});

/// The line with the names of those who wrote and checked an article for the site: at least two of
/// these labels, one of them of a check, each with at most ten characters after it.
static CREDITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = "[:：][^:：。，；]{0,10}?";
    let check = "责任编辑|责编|编审|审核|校对|签发|(?:[一二三初复终]|监)审";
    let other = "供稿|来稿|撰稿|通讯员|记者|文字|摄影|图片|编辑|作者|来源|稿源";
    let any = format!("(?:{check}|{other})(?:人|员|单位)?{name}");
    pattern(&format!(
        "^[\\[【（(]?(?:{any})*(?:{check})(?:人|员)?{name}(?:{any})+[\\]】）)]?$|^[\\[【（(]?(?:{any})+(?:{check})(?:人|员)?{name}[\\]】）)]?$"
    ))
});

/// The end of a line that leads to the line below it.
static LEADS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern("(?:[:：]|如下[。.]?)$"));

/// Words of a title or text about how articles are checked.
static CHECKING: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("审核|审校|[一二三初复终]审|分工"));

/// Whether a block names those who wrote and checked an article. Such a line may also be part of a
/// text: below a line that leads to it, in a text about how articles are checked (初审：… 复审：…), or
/// as a row of a list, next to a line with the same first label. It is frame only below the text.
pub(super) fn is_credits(blocks: &[Block], at: usize, titles: &[String]) -> bool {
    let said = |block: &Block| squeeze(&block.lines().concat());
    let names =
        |block: &Block| matches!(block, Block::Text { .. }) && is_match(&CREDITS, &said(block));
    if !names(&blocks[at]) {
        return false;
    }
    let own = said(&blocks[at]);
    let label = |line: &str| {
        let end = line.find([':', '：']);
        end.map(|end| line[..end].to_owned())
    };
    let above = blocks[..at].iter().rfind(|b| !b.is_empty()).map(said);
    let below = blocks[at + 1..].iter().find(|b| !b.is_empty()).map(said);
    let is_led = above.as_ref().is_some_and(|line| is_match(&LEADS, line));
    let is_row = [&above, &below]
        .into_iter()
        .flatten()
        .any(|line| label(line) == label(&own));
    let is_about = titles.iter().any(|title| is_match(&CHECKING, title))
        || blocks[..at]
            .iter()
            .any(|block| !names(block) && is_match(&CHECKING, &said(block)));
    !(is_led || is_row || is_about)
}

/// What a page asks its readers below the text: the code from an image, or whether the page was
/// useful.
static ASKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^(?:验证码[:：]?|满意度(?:评价|测评)?[:：]?(?:非常满意|基本满意|较?满意|不满意|一般){2,})$",
    )
});

/// Whether a block is what a page asks its readers, and no title of the page is about that.
pub(super) fn is_asked(block: &Block, titles: &[String]) -> bool {
    let line = squeeze(&block.lines().concat());
    let word: String = line.chars().take(3).collect();
    matches!(block, Block::Text { .. })
        && is_match(&ASKED, &line)
        && !titles.iter().any(|title| title.contains(&word))
}

/// The notice that a site stores data in the visitor's browser.
static COOKIES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern("^(?:本(?:网站|站|页面)|我们)(?:会|将)?使用.{0,12}(?i:cookie).*(?:同意|接受|继续)")
});

/// Whether a line is the notice of a site about the data that it stores in the browser.
pub(in crate::import) fn is_of_cookies(line: &str) -> bool {
    is_match(&COOKIES, &squeeze(line))
}

/// The line below a title with at least two values of the head: 发布单位：… 发布日期：….
static DETAILS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^(?:信息|文章|稿件)?(?:发布|公开|来源|索引号|发文|成文|生成)\\p{Han}{0,4}[:：][^。；]*[:：][^。；]*$",
    )
});

/// Whether a line without white space is the line of details below a title.
pub(in crate::import) fn is_details(line: &str) -> bool {
    is_match(&DETAILS, line)
}

/// Beginnings of lines in the foot of a page that documents may have too.
static BESIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "^(?:联系|办公|单位)?(?:地址|电话|邮编|邮政编码|传真|邮箱|E-?mail)[:：]|^(?:来源|稿源|作者|编辑|审核|信息来源|(?:信息)?(?:审核|编审|录入|发布|校对|供稿|监审|初审|复审|终审|撰稿)(?:人|员)?)[:：]|^(?:首页|网站首页|导航|搜索|登录|注册|更多|更多>>|TOP|顶部|附件下载|文件下载|保存|打印|分享|收藏|纠错|关闭)$|^\\p{Han}{2,12}(?:人民政府|政府办公室)(?:主办|承办|办公室主办).{0,30}$",
    )
});

/// The links to the other parts of a long page: 首页 1 2 下一页 尾页.
static PAGER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = "首页|末页|尾页|上一?页|下一?页|前一页|后一页|第\\d*页|共\\d*页|当前|跳转|转到|到|GO|页|\\d+|[<>«»‹›|/.…:：]";
    pattern(&format!(
        "^(?:{word})*(?:末页|尾页|上一?页|下一?页|前一页|后一页|第\\d+页[/／]?共\\d+页)(?:{word})*$"
    ))
});

/// The beginning of a link to a neighbouring document.
static NEIGHBOUR_BEGINS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern("^(?:上[一1]|下[一1]|[前后]一)(?:篇|条|页|则)"));

/// Page breaks of old editing systems.
static PAGE_BREAK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        "(?i)^[#\\[【{<!_-]*(?:page_?break|ueditor_page_break_tag|nextpage|分页符)[#\\]】}>_-]*$",
    )
});

/// The words of a button beside a value, such as 复制 (copy).
static BUTTON: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!("^(?:{BUTTONS}|复制)$")));

/// Whether a piece of text is a link without a target that has the words of one button and nothing
/// else. A day or a number in such a link is a value.
pub(in crate::import) fn is_button(span: &Span) -> bool {
    span.is_link && span.link.is_none() && is_match(&BUTTON, &squeeze(&span.text))
}

/// Whether a piece of text is an image, a reference to a note, or a link to an attachment.
fn is_file(span: &Span) -> bool {
    span.image.is_some()
        || span.note.is_some()
        || span.link.as_deref().is_some_and(|l| {
            let path = l.split(['?', '#']).next().unwrap_or_default();
            is_of_office(path)
        })
}

/// The part of the page to which a block belongs.
pub(in crate::import) fn sort(block: &Block) -> Sort {
    if block.is_empty() {
        return Sort::Empty;
    }
    if matches!(block, Block::Table(_)) {
        return Sort::Text;
    }
    let line = squeeze(&block.lines().concat());
    let length = line.chars().count();
    let spans = block.spans();
    if spans.iter().any(|s| is_file(s)) {
        return Sort::Text;
    }
    // a link that leads nowhere is a button, unless it is long or the line speaks of an attachment
    // (附件)
    let is_button = |s: &&Span| s.is_button && s.text.trim().chars().count() <= MOST_OF_BUTTON;
    let mut worded = spans
        .iter()
        .filter(|s| s.text.chars().any(char::is_alphanumeric))
        .peekable();
    if worded.peek().is_some() && worded.all(is_button) && !line.contains("附件") {
        return Sort::Frame;
    }
    if is_match(&PAGE_BREAK, &line)
        || is_match(&PAGER, &line)
        || line.chars().all(|c| "|>»/-_·•丨｜".contains(c))
    {
        return Sort::Frame;
    }
    if is_match(&RIGHTS, &line) && length <= LONGEST * 3 {
        return Sort::Frame;
    }
    let is_sentence = line.contains('。') || length > LONGEST;
    let is_linked = is_linked(&spans);
    if is_linked && is_match(&RELATED, &line) {
        return Sort::Frame;
    }
    // a numbered item or a sentence that enumerates may have these words in the text
    let may_name = is_numbered(&line) || line.ends_with('。') && line.contains('、');
    if is_match(&WITHIN, &line)
        && length <= LONGEST * 3
        && !(is_sentence && line.matches('。').count() > 2)
        && !may_name
    {
        return Sort::Frame;
    }
    let is_neighbour = is_linked && is_match(&NEIGHBOUR_BEGINS, &line);
    if !is_sentence && (is_frame(&line) || is_neighbour) {
        return Sort::Frame;
    }
    // the name of an attachment that was not saved
    if is_linked && is_of_office(&line) {
        return Sort::Text;
    }
    let is_named = line.starts_with("附件") || line.contains("附件");
    let is_beside = is_linked && length <= 60
        || [&BESIDE, &OPERATOR, &LIKE_BUTTON]
            .iter()
            .any(|p| is_match(p, &line))
        || is_of_office(&line);
    if !is_sentence && !is_named && is_beside {
        return Sort::Beside;
    }
    Sort::Text
}

/// Whether all words of a block are links. The day after a link to a document does not count.
fn is_linked(spans: &[&Span]) -> bool {
    let mut worded = spans
        .iter()
        .filter(|s| s.text.chars().any(char::is_alphanumeric));
    let is_first = worded.next().is_none_or(|s| s.is_link);
    is_first && worded.all(|s| s.is_link || is_day(&s.text))
}

/// Whether a block has links, and no other words than the days after them.
pub(super) fn is_link(block: &Block) -> bool {
    let spans = block.spans();
    spans.iter().any(|s| s.is_link) && is_linked(&spans)
}

/// Whether a block is a link with the day of the document to which it leads.
pub(super) fn is_dated_link(block: &Block) -> bool {
    is_link(block) && block.spans().iter().any(|s| !s.is_link && is_day(&s.text))
}

/// Whether a text is a day, perhaps in brackets.
fn is_day(text: &str) -> bool {
    is_date(squeeze(text).trim_matches(|c: char| "()（）[]【】".contains(c)))
}

/// Whether a line without white space has nothing but words of a frame, or begins as no document
/// does.
pub(super) fn is_frame(line: &str) -> bool {
    is_match(&BAR, line) || is_match(&FRAME, line)
}

/// Whether a text outside links may belong to a document: a sentence, a numbered item, a long line,
/// a date, or a line about contacts (联系人), an attachment or the publication (此件).
pub(in crate::import) fn may_be_text(text: &str) -> bool {
    let line = squeeze(text);
    let han = line.chars().filter(|c| is_han(*c)).count();
    let is_beside = [&WITHIN, &BESIDE, &OPERATOR, &LIKE_BUTTON]
        .iter()
        .any(|p| is_match(p, &line));
    !(is_frame(&line) || is_beside || is_of_cookies(&line))
        && (line.contains(['。', '；', '？']) && han >= 5
            || is_numbered(&line) && han >= 2
            || line.starts_with("联系人")
            || han >= 16 && !is_portal(&line)
            || is_date(&line)
            || line.starts_with("附件")
            || line.contains("此件"))
}

/// Whether a block is a sentence or a salutation.
pub(super) fn is_sentence(block: &Block) -> bool {
    let line = block.lines().concat();
    let line = line.trim_end();
    line.ends_with(['。', '：', ':', '；']) && line.chars().filter(|c| is_han(*c)).count() >= 4
        || line.contains('。') && line.chars().count() > LONGEST
}
