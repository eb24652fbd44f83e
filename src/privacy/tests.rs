//! Tests of what counts as a personal number and what does not.

use super::forms::is_province;
use super::*;

fn check(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first
        .bytes()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    format!("{first}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

fn luhn(first: &str) -> String {
    let right = |last: u8| {
        let sum: u32 = first
            .bytes()
            .chain([last])
            .rev()
            .enumerate()
            .map(|(i, b)| u32::from(b - b'0') * (1 + i as u32 % 2))
            .map(|v| v / 10 + v % 10)
            .sum();
        sum.is_multiple_of(10)
    };
    let last = (b'0'..=b'9').find(|l| right(*l)).unwrap();
    format!("{first}{}", char::from(last))
}

fn kinds(text: &str) -> Vec<Kind> {
    find(text).into_iter().map(|f| f.kind).collect()
}

#[test]
fn identity_numbers_are_found_in_disguise() {
    let id = check("11010119900307123");
    let wide: String = id
        .chars()
        .map(|c| {
            if c == 'X' {
                'Ｘ'
            } else {
                char::from_u32(c as u32 + 0xfee0).unwrap()
            }
        })
        .collect();
    let apart = |by: &str| id.chars().map(String::from).collect::<Vec<_>>().join(by);
    let groups = |by: &str| format!("{}{by}{}{by}{}", &id[..6], &id[6..14], &id[14..]);
    for text in [
        id.clone(),
        id.to_lowercase(),
        wide,
        apart(" "),
        apart("\u{200b}"),
        apart("　"),
        groups("-"),
        groups(" "),
        groups("\u{a0}"),
        groups("－"),
        groups("**"),
        groups("\u{200b}"),
        format!("{id}43"),
        format!("身份证号{id}，"),
        format!("| 张某 | {id} | 男 |"),
        format!("ID{id}"),
        format!("{},{}", id, id),
        "11010190030712 3".replace(' ', ""),
        "110101 900307 123".into(),
    ] {
        let found = find(&format!("甲（{text}）乙"));
        assert!(
            !found.is_empty() && found.iter().all(|f| f.kind == Kind::IdCard),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn it_does_not_matter_where_in_a_text_a_number_stands() {
    let id = check("11010119900307123");
    let wide: String = id
        .chars()
        .filter_map(|c| char::from_u32(c as u32 + 0xfee0))
        .collect();
    for before in 0..100 {
        for behind in [0, 1, 40] {
            for (number, around) in [(&id, "，"), (&wide, "，"), (&id, "a"), (&wide, "a")] {
                let text = format!("{}{number}{}", around.repeat(before), around.repeat(behind));
                let start = before * around.len();
                let places: Vec<_> = find(&text)
                    .into_iter()
                    .map(|f| (f.range.start, f.range.end))
                    .collect();
                assert_eq!(places, [(start, start + number.len())], "{text}");
            }
        }
    }
}

#[test]
fn other_numbers_are_left_alone() {
    for text in [
        "索引号：113308245972094984/2024-127814",
        "11370100MB28508779/2024-00131",
        "统一社会信用代码 113308245972094984",
        "001008003001086/2020-42401",
        "元退役军人〔2023〕3号",
        "热线12345，0531-66601234，4006001234",
        "13800000000元",
        "13,812,345,678.00",
        "0.138123456781234",
        "2023-03-29 2024-04-30 2025-05-31",
        "1101011990****1234",
        "138****1234 139****5678",
        "ISBN 978-7-5093-1234-5",
        "工商注册号110108900307123",
        "2020-441900-48-03-012345",
        "签发普通护照12356000张次",
        "护照（普通）：1670832件",
        "各月签发数：护照 3 5 2 1 4 0 6 2",
        "| 往来港澳通行证 | 10938000 |",
        "换发军官证128560张",
        "总产值13608142976千元",
        "教育支出,13608142976",
        "合计（元）\n13608142976",
        "本年收入合计\n18961372045\n17788660513",
        "借据号 15204519983",
        "科目,预算数,决算数\n教育,15204519983,15204519983\n科技,13608142976,13608142976",
        "|项目|金额（元）|\n|---|---|\n|道路|13608142976|",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
    let wrong = check("11010119900307123").replace(['X', '1'], "2");
    assert_eq!(kinds(&wrong), []);
}

#[test]
fn a_telephone_beside_words_of_money_is_a_telephone() {
    for text in [
        "| 姓名 | 困难类型 | 手机 |\n|---|---|---|\n| 张某 | 低收入 | 13912345678 |",
        "| 序号 | 预算公开咨询电话 |\n|---|---|\n| 1 | 13912345678 |",
        "| 项目名称 | 预算金额 |\n|---|---|\n| 道路 | 120000 |\n| 联系电话 | 13912345678 |",
    ] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
    }
    let counts = "| 年份 | 换发士兵证编号份数 |\n|---|---|\n| 2023 | 1234567 |";
    assert_eq!(kinds(counts), []);
}

#[test]
fn the_heading_of_a_column_says_that_its_numbers_are_of_things() {
    for text in [
        "| 合同编号 | 中标单位 |\n|---|---|\n| 13912345678 | 甲公司 |",
        "准考证号,成绩\n13912345678,72.5\n13912345679,71",
        "职位代码\t人数\n13912345678\t1",
        "项目资金编码：13912345678",
        "电表号 13912345678",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
    for text in [
        "| 编号 | 电话 |\n|---|---|\n| 12 | 13912345678 |",
        "| 编号/联系电话 |\n|---|\n| 13912345678 |",
        "| 联系电话（编号见附件） | 姓名 |\n|---|---|\n| 13912345678 | 张某 |",
        "| 名称 | 编号 |\n|---|---|\n| 甲 | 乙 |\n| 联系人 | 13912345678 |",
        "单位,电话,编号\n\"甲,乙\",13912345678,12",
        "姓名,联系电话编号\n张某,13912345678",
        "序号,姓名,手机编号\n1,张某,13912345678",
    ] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
    }
    // a "number" of a person, a card or a passbook may be the number of a bank card
    for heading in [
        "银行卡编号",
        "一卡通编码",
        "社保卡编号",
        "存折编号",
        "农户编码",
    ] {
        let text = format!("姓名,{heading}\n张某,6217000010000000011");
        assert_eq!(kinds(&text), [Kind::BankCard], "{text}");
        let text = format!("{heading}：6217000010000000011");
        assert_eq!(kinds(&text), [Kind::BankCard], "{text}");
    }
}

#[test]
fn a_number_divided_by_lines_is_found_behind_its_label() {
    let cell = "| 姓名 | 联系电话 |\n|---|---|\n| 张某 | 139 1234<br>5678 |";
    let found = find_written(cell);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].masked, "139****5678");
    assert_eq!(kinds("手机：1391234\n5678"), [Kind::Mobile]);
    assert_eq!(find("139 1234\n5678"), []);
    // spreadsheets may add two zeros to a telephone number; without a heading, it may be an amount
    assert_eq!(kinds("手机,姓名\n13912345678.00,张某"), [Kind::Mobile]);
    assert_eq!(find("13912345678.00"), []);
}

#[test]
fn the_kind_of_a_certificate_and_the_holder_of_an_account_may_be_named_before() {
    let officer = "证件种类：军官证\n证件号码：南字第01234567号";
    assert_eq!(kinds(officer), [Kind::IdentityDocument]);
    let form = "姓名\n龙某\n证件种类\n军官证\n证件号码\n南字第01234567号";
    assert_eq!(kinds(form), [Kind::IdentityDocument]);
    assert_eq!(find("证件号码：南字第01234567号"), []);
    assert_eq!(find("证件种类\n其他\n证件号码\n南字第01234567号"), []);
    assert_eq!(
        kinds("军官证\n姓名\n证件号码\n0123456"),
        [Kind::IdentityDocument]
    );
    for other in [
        "证件名称：军官证□\n证件号码：\n2150001",
        "现役军人（军官证）\n姓名、证件号码\n1000000元",
        "军官证\n姓名\n证件号码\n2024001号文件",
        "军官证\n姓名\n证件号码\n123456",
    ] {
        assert_eq!(find(other), [], "{other}");
    }
    let account = "2408023509200012345";
    for (holder, expected) in [
        ("收款单位：甲州县财政局；开户行：工行甲州支行", vec![]),
        ("户名：甲州县人民法院；开户行：工行甲州支行", vec![]),
        ("户名：甲州县第一中学\n开户行：工行甲州支行\n银行", vec![]),
        (
            "单位名称：甲州县第一中学\n户名：杨某\n银行",
            vec![Kind::Account],
        ),
        ("单位名称：甲州县财政局；领款人：杨某", vec![Kind::Account]),
        ("户名：杨某；开户行名称：甲州农业银行", vec![Kind::Account]),
    ] {
        assert_eq!(
            kinds(&format!("{holder}；账号：{account}")),
            expected,
            "{holder}"
        );
    }
}

#[test]
fn cards_of_visa_and_mastercard_have_sixteen_digits() {
    for (first, expected) in [
        ("522601202603131", vec![Kind::BankCard]),
        ("410108202603131", vec![Kind::BankCard]),
        ("52260120260313123", vec![]),
        ("410108202603131234", vec![]),
        ("622601202603131234", vec![Kind::BankCard]),
    ] {
        let number = luhn(first);
        assert_eq!(kinds(&format!("受理号：{number}")), expected, "{number}");
    }
}

#[test]
fn cards_and_mobiles() {
    let card = luhn("622202123456789012");
    assert_eq!(kinds(&card), [Kind::BankCard]);
    assert_eq!(
        kinds(&format!("{} {}", &card[..6], &card[6..])),
        [Kind::BankCard]
    );
    let visa = luhn("456351123456789");
    let fours = format!(
        "{} {} {} {}",
        &visa[..4],
        &visa[4..8],
        &visa[8..12],
        &visa[12..]
    );
    assert_eq!(kinds(&format!("卡号：{fours}")), [Kind::BankCard]);
    assert_eq!(kinds(&format!("合同编号{visa}")), []);
    for text in [
        "13912345678",
        "139 1234 5678",
        "１３９１２３４５６７８",
        "+86 13912345678",
        "+8613912345678",
        "联系人：张某，139-1234-5678。",
        // the heading of another column or table says nothing about a number
        "|金额|手机|\n|---|---|\n|300|13912345678|",
        "|项目|金额|\n|---|---|\n|路|1|\n\n|姓名|手机|\n|---|---|\n|张某|13912345678|",
        "支出由张某负责，13912345678",
        "手机,补助合计\n13912345678,300",
        "手机\n补助合计\n1\n13912345678\n300",
    ] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
    }
    let line = format!("{},13912345678,{card}", check("11010119900307123"));
    assert_eq!(kinds(&line), [Kind::IdCard, Kind::Mobile, Kind::BankCard]);
}

#[test]
fn masking_keeps_every_character_in_its_place() {
    let id = check("35020319900307123");
    let text = format!("姓名 张某 {id}，电话13912345678");
    let masked = mask(&text);
    assert_eq!(masked.chars().count(), text.chars().count());
    assert!(
        masked.contains(&format!("35*************{}", &id[15..])) && masked.contains("139****5678"),
        "{masked}"
    );
    assert_eq!(
        find(&text)[0].masked,
        format!("35*************{}", &id[15..])
    );
    assert_eq!(mask("无此类号码 2023-03-29"), "无此类号码 2023-03-29");
    assert_eq!(find(&masked), []);
    // a mistyped check digit does not reveal the rest
    let slip = format!("{}{}", &id[..17], if id.ends_with('0') { '1' } else { '0' });
    assert!(mask(&slip).contains("*****"), "{slip}");
}

proptest::proptest! {
    #[test]
    fn every_identity_number_is_found(region in 0usize..35, area in 1u32..9999, days in 0i64..40_000, sequence in 0u32..1000, gap in "[ \u{200b}\u{3000}-]?") {
        let provinces: Vec<u8> = (11..84).filter(|p| is_province(*p)).collect();
        let day = jiff::civil::Date::constant(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let id = check(&format!("{:02}{area:04}{:04}{:02}{:02}{sequence:03}", provinces[region], day.year(), day.month(), day.day()));
        let text = format!("甲{}乙", id.chars().map(String::from).collect::<Vec<_>>().join(&gap));
        proptest::prop_assert_eq!(kinds(&text), [Kind::IdCard]);
    }

    #[test]
    fn masking_never_fails(text in "[\\PC0-9xX 　-]{0,60}") {
        proptest::prop_assert_eq!(mask(&text).chars().count(), text.chars().count());
    }
}

#[test]
fn numbers_of_foreigners_and_of_residents_from_hong_kong_are_identity_numbers() {
    for region in ["810000", "820000", "830000", "911124", "931999"] {
        let id = check(&format!("{region}19900307123"));
        assert_eq!(kinds(&format!("张某，{id}")), [Kind::IdCard], "{id}");
    }
    for region in ["110000", "916124", "990124"] {
        let id = check(&format!("{region}19900307123"));
        assert_eq!(kinds(&format!("张某，{id}")), [], "{id}");
    }
}

#[test]
fn a_hyphen_after_a_word_does_not_join() {
    for text in ["zhang-13912345678", "tel\u{200b}13912345678"] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
    }
    for text in ["IMG-13912345678", "SF-13912345678", "a1-13912345678"] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn markup_between_the_digits_hides_nothing() {
    let id = check("11010119900307123");
    let parts = |by: &str| format!("{}{by}{}{by}{}", &id[..6], &id[6..14], &id[14..]);
    let references: String = id
        .chars()
        .map(|c| {
            if c == 'X' {
                "X".to_owned()
            } else {
                format!("&#{};", c as u32)
            }
        })
        .collect();
    let escapes: String = id.chars().map(|c| format!("\\u{:04x}", c as u32)).collect();
    for written in [
        parts("&nbsp;"),
        parts("&emsp;"),
        parts("&ndash;"),
        parts("<span>"),
        parts("<br>"),
        parts("</b>"),
        parts("\n> "),
        parts("\n  "),
        parts("<!-- x -->"),
        parts("<?x?>"),
        parts("<!X y>"),
        parts("<![CDATA[]]>"),
        parts("<b title=\"x>y\">"),
        parts("<x-y>"),
        parts("<my-tag a=1>"),
        parts("![](x.png)"),
        parts("[][r]"),
        parts("[](https://a.cn/(x))"),
        parts("[](u \"a)b\")"),
        references.clone(),
        references.replace(';', ""),
        escapes.clone(),
        format!("{}\\x{:02x}{}", &id[..5], id.as_bytes()[5], &id[6..]),
        format!("{}[{}](甲.md){}", &id[..6], &id[6..14], &id[14..]),
    ] {
        let text = format!("号码为 <b>{written}，见&nbsp;附件");
        let found = find_written(&text);
        assert_eq!(
            found.iter().map(|f| f.kind).collect::<Vec<_>>(),
            [Kind::IdCard],
            "{written}"
        );
        assert_eq!(text[found[0].range.clone()], written, "where it is written");
        let masked = mask(&text);
        assert!(find_written(&masked).is_empty(), "{masked}");
        assert_eq!(masked.chars().count(), text.chars().count());
    }
    assert_eq!(find_written("手机139123**45678**").len(), 1);
    assert_eq!(find_written("手机13912****345678，**1**391****2345678"), []);
    // a number written plainly is found once
    assert_eq!(find_written(&format!("<b>{id}</b>&nbsp;")).len(), 1);
    // text in an address or a comment counts as well
    for hidden in [
        format!("<a href=\"x?{id}\">甲</a>"),
        format!("<!-- {id} -->"),
        format!("[甲]({id}.md)"),
    ] {
        assert_eq!(find_written(&hidden).len(), 1, "{hidden}");
    }
}

proptest::proptest! {
    #[test]
    fn any_markup_can_be_looked_through(text in "(&nbsp;|&#5|&#55;|&|;|<b>|<|>|\\[|\\]\\(|\\)|\\\\u0033|\\\\x3|\n> |\n|甲|1101|0119|900307|12|3|X| ){0,40}") {
        for found in find_written(&text) {
            proptest::prop_assert!(text.get(found.range.clone()).is_some());
        }
        proptest::prop_assert_eq!(mask(&text).chars().count(), text.chars().count());
    }
}

/// A number in another script. `digits` are the ten digits of this script, from 0 on.
fn in_script(number: &str, digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let digit = |c: char| c.to_digit(10).map_or(c, |d| digits[d as usize]);
    number.chars().map(digit).collect()
}

fn grouped(number: &str, sizes: &[usize], by: &str) -> String {
    let (mut rest, mut parts) = (number, Vec::new());
    for size in sizes {
        let (part, more) = rest.split_at((*size).min(rest.len()));
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts.join(by)
}

fn apart(number: &str, by: &str) -> String {
    let digits: Vec<String> = number.chars().map(String::from).collect();
    digits.join(by)
}

const SCRIPTS: [&str; 16] = [
    "0一二三四五六七八九",
    "O一二三四五六七八九",
    "Ｏ幺二三四五六七八九",
    "0⑴⑵⑶⑷⑸⑹⑺⑻⑼",
    "0⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "〇㈠㈡㈢㈣㈤㈥㈦㈧㈨",
    "\u{1fbf0}\u{1fbf1}\u{1fbf2}\u{1fbf3}\u{1fbf4}\u{1fbf5}\u{1fbf6}\u{1fbf7}\u{1fbf8}\u{1fbf9}",
    "〇一二三四五六七八九",
    "零一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "○一二三四五六七八九",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
    "٠١٢٣٤٥٦٧٨٩",
    "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡",
];

/// The name of each disguise, and the number in this disguise.
fn disguises(number: &str, sizes: &[usize]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = SCRIPTS
        .iter()
        .map(|script| (format!("script {script}"), in_script(number, script)))
        .collect();
    let spaced = in_script(number, SCRIPTS[7]);
    all.push(("Chinese digits, spaced".into(), apart(&spaced, " ")));
    for by in [
        " ", "-", " - ", "　", "/", "（", "\u{200b}", ".", "·", "_", "~", "\u{1e}", "\u{2028}",
    ] {
        all.push((format!("groups by {by}"), grouped(number, sizes, by)));
    }
    for mark in [
        "\u{fe0f}\u{20e3}",
        "\u{336}",
        "\u{2068}",
        "\u{2069}",
        "\u{e0001}",
        "\u{1f}",
    ] {
        let marked: String = number.chars().map(|c| format!("{c}{mark}")).collect();
        all.push((format!("marked by {}", mark.escape_unicode()), marked));
    }
    all.push(("pair of parentheses".into(), {
        let first = &number[..sizes[0]];
        format!("（{first}）{}", &number[sizes[0]..])
    }));
    all
}

#[test]
fn numbers_are_found_in_every_script_and_grouping() {
    let numbers = [
        (Kind::IdCard, check("35020319900307123"), &[6, 8, 4][..]),
        (
            Kind::BankCard,
            luhn("622202123456789012"),
            &[4, 4, 4, 4][..],
        ),
        (Kind::Mobile, "13912345678".to_owned(), &[3, 4, 4][..]),
    ];
    let mut missed = Vec::new();
    for (kind, number, sizes) in &numbers {
        for (name, written) in disguises(number, sizes) {
            let text = format!("经查，{written}。另据了解，此项一二三四，共计十五条。");
            let found = find(&text);
            if found.iter().map(|f| f.kind).collect::<Vec<_>>() != [*kind]
                || found[0].masked.len() != number.len()
            {
                missed.push(format!("{kind:?} {name}: {written} gives {found:?}"));
            }
        }
        // one digit in each cell of a row, in each row, and in each field of a CSV file
        let columns: String = number.chars().map(|_| "|---").collect();
        let label = if *kind == Kind::Mobile {
            "| 手机号码 |"
        } else {
            "| 银行卡号 |"
        };
        for (name, written) in [
            ("cells", format!("{label} {} |\n", apart(number, " | "))),
            (
                "table",
                format!("{columns}|\n{label} {} |\n", apart(number, " | ")),
            ),
            ("rows", format!("手机号码\n{}\n", apart(number, "\n"))),
            (
                "fields",
                format!("手机号码：\"{}\"\n", apart(number, "\",\"")),
            ),
        ] {
            let found = kinds(&written);
            if found != [*kind] {
                missed.push(format!("{kind:?} {name}: {written} gives {found:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn the_nearest_word_decides() {
    let card = luhn("622202123456789012");
    for text in [
        "13912345678/13812345678",
        "张某/13912345678",
        "张某13912345678、李某 13812345678",
        "No13912345678",
        "NO.13912345678",
        "tel:13912345678",
        "Tel13912345678",
        "mobile=13912345678&x=1",
        "https://a.gov.cn/x?sj=13912345678",
        "files/张某_13912345678.docx",
        "20230329_13912345678.docx",
        "%E5%BC%A013912345678.docx",
        "13912345678户主张某",
        "13912345678公司负责人",
        "13912345678人",
        "13912345678千某",
        "编号为12的户主手机13912345678",
        "项目编号2023-01，联系人张某13912345678",
        "编号12，13912345678",
        "13912345678\n13812345678\n",
        "wx13912345678",
        "13912345678@163.com",
        "手机：139 12345678",
        "手机：1391 2345 678",
        "电话13912345678二维码",
        "13912345678①",
    ] {
        assert!(
            find_written(text).iter().all(|f| f.kind == Kind::Mobile)
                && !find_written(text).is_empty(),
            "{text}: {:?}",
            find_written(text)
        );
    }
    for text in [
        format!("张某/{card}"),
        format!("No{card}"),
        format!("card={card}"),
        format!("合同编号2023-1，张某卡号{card}"),
        format!("编号12，{card}"),
        format!("{}/{}", card, luhn("622848123456789012")),
    ] {
        assert!(kinds(&text).contains(&Kind::BankCard), "{text}");
    }
    for text in [
        "13800000000元",
        "13800000000万元",
        "13800000000千瓦时",
        "13800000000公里",
        "流水号13912345678",
        "流水号（11位）：13912345678",
        "许可证编号：13912345678",
        "SF13912345678",
        "MB213912345678",
        "2019 2020 2021 2022",
        "1949 1950 100",
        "150,2000,3000",
        "139 20230329",
        "1,3,9,1,2,3,4,5,6,7,8",
        "370203,1990,0307,1234,5",
    ] {
        assert_eq!(find_written(text), [], "{text}");
    }
}

#[test]
fn other_documents_and_accounts_are_found_behind_their_labels() {
    let wrong = format!("{}{}", &check("35020319900307123")[..17], {
        let last = check("35020319900307123").pop().unwrap();
        if last == '1' { '2' } else { '1' }
    });
    for (text, kind, masked) in [
        ("护照号码：E12345678", Kind::IdentityDocument, "1*****78"),
        ("持护照EA1234567入境", Kind::IdentityDocument, "1****67"),
        ("passport G12345678", Kind::IdentityDocument, "1*****78"),
        ("护照号码为 E 12345678", Kind::IdentityDocument, "1*****78"),
        (
            "证件类型：护照，证件号码：E12345678",
            Kind::IdentityDocument,
            "1*****78",
        ),
        (
            "证件号码（护照）：E12345678",
            Kind::IdentityDocument,
            "1*****78",
        ),
        ("持E12345678号护照入境", Kind::IdentityDocument, "1*****78"),
        ("护照编号:e12345678", Kind::IdentityDocument, "1*****78"),
        (
            "往来港澳通行证号码：CA1234567",
            Kind::IdentityDocument,
            "1****67",
        ),
        (
            "军官证（军字第1234567号）",
            Kind::IdentityDocument,
            "1****67",
        ),
        (
            "往来港澳通行证C12345678",
            Kind::IdentityDocument,
            "1*****78",
        ),
        (
            "港澳居民来往内地通行证：H1234567890",
            Kind::IdentityDocument,
            "1*******90",
        ),
        ("台胞证 12345678", Kind::IdentityDocument, "1*****78"),
        (
            "账号：3700 1616 8080 5012 3456",
            Kind::Account,
            "37**************3456",
        ),
        ("存折账号102345678901234", Kind::Account, "10*********1234"),
    ] {
        let found = find(text);
        assert_eq!(
            found
                .iter()
                .map(|f| (f.kind, f.masked.as_str()))
                .collect::<Vec<_>>(),
            [(kind, masked)],
            "{text}"
        );
        assert!(find(&mask(text)).is_empty(), "{}", mask(text));
    }
    assert_eq!(kinds(&format!("身份证号{wrong}")), [Kind::IdCardDoubtful]);
    assert_eq!(kinds(&wrong), []);
    for text in [
        "护照办理电话12345",
        "执法证件号码：E12345678",
        "型号E12345678的护照阅读机",
        "证件类型：护照，共 12345678 本",
        "护照，2023年办理12345678本",
        "通行证办理窗口20230329",
        "车辆通行证编号：12345678",
        "渣土车通行证编号：2024000123",
        "对公账户：3700161680805012345",
        "缴款专户账号3700161680805012345",
        "身份证号见附件，共12345678件",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_long_run_of_digits_is_read_in_pieces() {
    let id = check("35020319900307123");
    for before in [0, 1, 950, 955, 960, 965, 980, 999, 1000, 1001, 1985, 5000] {
        let text = format!("{} {id} {}", "0".repeat(before), "0".repeat(3000));
        let found = find(&text);
        assert_eq!(found.len(), 1, "{before}");
        assert_eq!(&text[found[0].range.clone()], id, "{before}");
    }
    // each number is found exactly once
    let many = format!("{id} ").repeat(500);
    assert_eq!(find(&many).len(), 500);
}

#[test]
fn a_number_behind_percent_encoding_in_an_address_is_found() {
    for text in [
        "见[名单](http://a.cn/%E5%BC%A013900000001)。",
        "http://a.cn/%E5%BC%A013900000001",
        "[名单][a]\n\n[a]: /%E5%BC%A013900000001.pdf",
    ] {
        let found = find_written(text);
        let kinds: Vec<Kind> = found.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [Kind::Mobile], "{text}");
        assert_eq!(&text[found[0].range.clone()], "13900000001", "{text}");
    }
}

#[test]
fn mobile_numbers_are_found_as_they_are_dialled_and_as_programs_write_them() {
    for text in [
        "86-13912345678",
        "+86-139-1234-5678",
        "008613912345678",
        "0086 139 1234 5678",
        "手机：013912345678",
        "13912345678.0",
        "序号,手机\n1,13912345678.0,男\n",
        "1.3912345678E+10",
        "手机,1.3912345678E10,男",
        "手机号码：13,912,345,678",
        "手机号码：139\n1234\n5678",
        "手机139-123-45678",
        "手机：13912 345678",
        "13912345678元旦前办理",
        "联系电话：\n1\n3\n9\n1\n2\n3\n4\n5\n6\n7\n8\n",
    ] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
        assert_eq!(find(text)[0].masked, "139****5678", "{text}");
        assert_eq!(find(&mask(text)), [], "{}", mask(text));
    }
    let card = luhn("622202123456789012");
    assert_eq!(kinds(&format!("{card}.0")), [Kind::BankCard]);
    for text in [
        "13912345678.00",
        "13912345678.0元",
        "13912345678.05",
        "1.0.13912345678.0.1",
        "1.3912345678E+9",
        "1.3912345678E+100",
        "13,912,345,678",
        "013912345678",
        "编号86139123456789",
        "139\n1234\n5678",
        "139-123-45678",
        "13912 345678",
        "联系电话见附表，各乡镇数量\n1\n3\n9\n1\n2\n3\n4\n5\n6\n7\n8\n",
        "139.12345678",
        "13912345678元宵节补助".trim_end_matches("宵节补助"),
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn the_heading_of_a_table_says_what_its_cells_are() {
    let wrong = |id: &str| format!("{}{}", &id[..17], if id.ends_with('1') { '2' } else { '1' });
    let id = wrong(&check("35020319900307123"));
    for (heading, number, kind) in [
        ("护照号码", "E12345678", Kind::IdentityDocument),
        ("护照号码", "ＥＡ１２３４５６７", Kind::IdentityDocument),
        ("通行证号", "H1234567890", Kind::IdentityDocument),
        ("身份证号", id.as_str(), Kind::IdCardDoubtful),
        ("一卡通账号", "37001616808050123", Kind::Account),
        ("开户账号", "6013 8200 1234 5678 90", Kind::Account),
    ] {
        for table in [
            format!("| 姓名 | {heading} |\n|---|---|\n| 张某 | {number} |\n"),
            format!("姓名,{heading}\n张某,\"{number}\"\n"),
            format!("姓名\t{heading}\n张某\t{number}"),
            format!("姓名\n{heading}\n张某\n{number}\n李某\n"),
        ] {
            assert_eq!(kinds(&table), [kind], "{table}");
        }
        // a sentence is not a heading
        let sentence = format!("请核对{heading}，逐级上报。\n设备 {number} 台。\n");
        assert_eq!(kinds(&sentence), [], "{sentence}");
    }
    for (heading, number) in [
        ("规格型号", "E12345678"),
        ("护照号码", "12345678"),
        ("合同编号\n收款账号", "37001616808050123"),
        ("财政专户账号", "37001616808050123"),
    ] {
        let table = format!("姓名\n{heading}\n张某\n{number}\n李某\n");
        assert_eq!(kinds(&table), [], "{table}");
    }
    for text in [
        "护照号码：张某（E12345678）",
        "护照号码：张某E12345678.jpg",
        "|姓名|军官证号|\n|---|---|\n|李某|2345678|\n|张某|1234567（换发）|",
    ] {
        assert!(kinds(text).contains(&Kind::IdentityDocument), "{text}");
    }
    assert_eq!(kinds("年度,换发军官证\n2023,1234567\n"), []);
}

#[test]
fn a_label_may_be_spaced_and_have_a_remark() {
    let id = check("35020319900307123");
    let wrong = format!("{}{}", &id[..17], if id.ends_with('1') { '2' } else { '1' });
    let account = "37001616808050123";
    for (text, kind) in [
        (format!("账　　号：{account}"), Kind::Account),
        (format!("账 号 ： {account}"), Kind::Account),
        (format!("账号（农信社）：{account}"), Kind::Account),
        (
            format!("账号（清川农商行城关支行）{account}"),
            Kind::Account,
        ),
        (format!("账（卡）号：{account}"), Kind::Account),
        (format!("身 份 证 号：{wrong}"), Kind::IdCardDoubtful),
        (format!("身份证号（本人）：{wrong}"), Kind::IdCardDoubtful),
        (
            format!("身份证号（法定代表人）{wrong}"),
            Kind::IdCardDoubtful,
        ),
        ("护　照：E12345678".to_owned(), Kind::IdentityDocument),
        (
            "护照号码：E 1 2 3 4 5 6 7 8".to_owned(),
            Kind::IdentityDocument,
        ),
        ("军 官 证：1234567".to_owned(), Kind::IdentityDocument),
        (
            "军官证号（正面）：军字第1234567号".to_owned(),
            Kind::IdentityDocument,
        ),
        (
            "士官证号：南字第01234567号".to_owned(),
            Kind::IdentityDocument,
        ),
        (
            "证件类型：护照\n证件号码：E12345678".to_owned(),
            Kind::IdentityDocument,
        ),
    ] {
        assert_eq!(kinds(&text), [kind], "{text}");
        assert_eq!(find(&mask(&text)), [], "{}", mask(&text));
    }
    for text in [
        format!("单 位 账 号：{account}"),
        format!("编号（账号见附件）：{account}"),
        format!("户名：清川县人民医院，账号：{account}"),
        format!("户　名：清川县红十字会\n账　号：{account}"),
        format!("指标,账号数\n网银,{account}\n"),
        "护照1234567本、通行证12345678本".to_owned(),
        "证件类型：执法证\n证件号码：E12345678".to_owned(),
    ] {
        assert_eq!(kinds(&text), [], "{text}");
    }
}

#[test]
fn mobile_numbers_are_found_in_labelled_cells_and_encoded_addresses() {
    for text in [
        "姓名,手机\n张某,138 12345 679\n",
        "|姓名|电话|\n|---|---|\n|张某|138 12345 679|",
        "姓名,张某\n手机号,138,1234,5679\n",
        "手机号,1,3,8,1,2,3,4,5,6,7,9\n",
        "手机号\n138\n1234\n5679\n",
        "|手机号|138|1234|5679|",
        "联系方式：\n138 12345 679",
        "电话：+86（138）1234 5679",
        "https://b.example.cn/?xm=%E5%BC%A013812345679",
        "https://b.example.cn/?t=%31%33%38%31%32%33%34%35%36%37%39",
    ] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
    }
    for text in [
        "负责人,138,1234,5679\n",
        "|负责人|138|1234|5679|",
        "姓名,得分\n张某,138 12345 679\n",
        "电话,数量\n无,138 12345 679\n",
        "手机见附件,138,1234,5679\n",
        "手机产量\n138\n1234\n5679\n",
    ] {
        assert_eq!(find_written(text), [], "{text}");
    }
    let table =
        "<tr><th>姓名</th><th>账号</th></tr><tr><td>张某</td><td>37001616808050123</td></tr>";
    let found: Vec<Kind> = find_written(table).into_iter().map(|f| f.kind).collect();
    assert_eq!(found, [Kind::Account]);
}

#[test]
fn units_say_that_a_number_counts_something() {
    for text in [
        "访问量13912345678次，浏览13812345678人次",
        "出栏家禽13912345678羽",
        "日均流量13912345678比特",
        "| 年份 | 家禽（羽） |\n|---|---|\n| 甲 | 13912345678 |",
        "地区,用电量（千瓦时）\n甲县,13912345678",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
    for text in [
        "13912345678次日停机",
        "13912345678头像",
        "13912345678次仁",
        "| 姓名 | 手机（本人） |\n|---|---|\n| 张某 | 13912345678 |",
        "| 姓名 | 联系电话（个） |\n|---|---|\n| 张某 | 13912345678 |",
    ] {
        assert_eq!(kinds(text), [Kind::Mobile], "{text}");
    }
}

#[test]
fn an_account_in_a_row_with_an_organisation_is_not_a_persons() {
    let account = "2211050109024561";
    for text in [
        format!("单位名称,开户银行,银行账号\n某县第二小学,农商行某县支行,{account}\n"),
        format!("| 账号 | 户名 |\n|---|---|\n| {account} | 某县财政局 |"),
        format!("收款人,联系人,账号\n某县财政局,李某,{account}\n"),
    ] {
        assert_eq!(find(&text), [], "{text}");
    }
    for text in [
        format!("姓名,工作单位,银行账号\n张某,某县第二小学,{account}\n"),
        format!("单位,负责人,账号\n某县第二小学,张某,{account}\n"),
        format!("单位,领取人,账号\n某村村委会,李某,{account}\n"),
        format!("姓名,工作单位,账号\n张某,某县实验学校,无\n李某,某县第二学校,{account}\n"),
        format!("| 单位 | 户名 | 账号 |\n|---|---|---|\n| 某县水务局 | 张某 | {account} |"),
        format!("| 户名 | 开户行名称 | 账号 |\n|---|---|---|\n| 张某 | 某县农业银行 | {account} |"),
    ] {
        assert_eq!(kinds(&text), [Kind::Account], "{text}");
    }
}

#[test]
fn the_heading_of_a_table_tells_documents_without_letters_and_permits_of_things() {
    for text in [
        "| 姓名 | 护照/通行证号码 |\n|---|---|\n| SMITH | 548123076 |",
        "姓名,证件类型,证件号\nSMITH,护照,548123077\n",
        "外国人永久居留身份证号码：USA110179031205",
    ] {
        assert_eq!(kinds(text), [Kind::IdentityDocument], "{text}");
    }
    for text in [
        "车辆通行证号 12345678",
        "| 车牌 | 车辆通行证号 |\n|---|---|\n| 甲 | 12345678 |",
        "| 项目 | 护照 |\n|---|---|\n| 办理 | 548123077 |",
        "| 岗位 | 报名序号 |\n|---|---|\n| 甲 | 13912345678 |",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn the_cells_of_an_office_file_are_judged_by_their_headings() {
    let told = |kind, row: &[(&str, &str)]| is_of_thing(kind, row, row.len() - 1);
    for (kind, row) in [
        (Kind::Mobile, [("样品", "甲"), ("批号", "13912345678")]),
        (Kind::Mobile, [("科目", "教育"), ("预算数", "13912345678")]),
        (
            Kind::BankCard,
            [("名称", "甲"), ("资产编号", "6217000010000000003")],
        ),
        (
            Kind::Account,
            [("单位名称", "某县财政局"), ("账号", "2211050109024561")],
        ),
    ] {
        assert!(told(kind, &row), "{row:?}");
    }
    for (kind, row) in [
        (Kind::Mobile, [("姓名", "张某"), ("电话", "13912345678")]),
        (Kind::Mobile, [("", "联系电话"), ("编号", "13912345678")]),
        (Kind::Mobile, [("", "甲"), ("", "13912345678")]),
        (
            Kind::IdCard,
            [("姓名", "张某"), ("编号", "110101199003071233")],
        ),
        (
            Kind::BankCard,
            [("姓名", "张某"), ("银行卡编号", "6217000010000000003")],
        ),
        (
            Kind::Account,
            [("姓名", "张某"), ("账号", "2211050109024561")],
        ),
    ] {
        assert!(!told(kind, &row), "{row:?}");
    }
}
