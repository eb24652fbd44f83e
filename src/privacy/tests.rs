//! Tests of what counts as a personal number and what does not.

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
    ] {
        assert_eq!(find(text), [], "{text}");
    }
    let wrong = check("11010119900307123").replace(['X', '1'], "2");
    assert_eq!(kinds(&wrong), []);
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
    // a single mistyped digit does not reveal the rest
    let slip = format!("{}{}", &id[..17], if id.ends_with('0') { '1' } else { '0' });
    assert!(mask(&slip).contains("*****"), "{slip}");
}

proptest::proptest! {
    #[test]
    fn every_identity_number_is_found(region in 0usize..34, area in 1u32..9999, days in 0i64..40_000, sequence in 0u32..1000, gap in "[ \u{200b}\u{3000}-]?") {
        let provinces: Vec<u8> = (11..92).filter(|p| is_province(*p)).collect();
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
