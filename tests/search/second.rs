//! Tests the queries that are offered when a query finds nothing. Each row of `second.tsv` is
//! tested with the command line and with the engine of the page.

use super::*;

fn rows() -> Vec<[&'static str; 3]> {
    let lines = include_str!("second.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            cells.try_into().unwrap()
        })
        .collect()
}

#[test]
fn what_is_typed_otherwise_is_offered() {
    let rows = rows();
    let mut texts: Vec<&str> = Vec::new();
    for [text, ..] in &rows {
        if !texts.contains(text) {
            texts.push(text);
        }
    }
    // every second text is a title; some documents have no text of the table
    let record = |i: usize| Record {
        title: match texts.get(i).filter(|_| i.is_multiple_of(2)) {
            Some(text) => (*text).to_owned(),
            None => format!("第{i}份文件"),
        },
        url: format!("d/{i}.html"),
        issuer: "本机关".into(),
        date_published: Some(format!("20{:02}-06-01", i * 25 / 100)),
        validity: "effective",
        ..Record::default()
    };
    let records: Vec<Record> = (0..100).map(record).collect();
    let body = |i: usize| match texts.get(i).filter(|_| !i.is_multiple_of(2)) {
        Some(text) => vec!["正文如下".to_owned(), (*text).to_owned()],
        None => vec!["常规内容".to_owned()],
    };
    let bodies = (0..100).map(body).map(Body::from).collect();
    let catalogue = Catalogue {
        records,
        bodies,
        splits: [40, 90],
    };
    let dir = folder("second");
    write(&catalogue, &dir);
    let reader = Reader::open(&dir.join("search")).unwrap();
    let (mut wrong, mut expected) = (Vec::new(), Vec::new());
    for [text, query, reason] in &rows {
        let options = Options::default();
        let results = reader.search(query, &options).unwrap();
        expected.push(expectation(query, &options, &results));
        let found = match &results.relaxed {
            _ if results.total > 0 => "exact",
            Some(relaxed) => relaxed.reason.name(),
            None if results.suggestions.is_empty() => "none",
            None => "near",
        };
        let url = format!("d/{}.html", texts.iter().position(|t| t == text).unwrap());
        let offered = match (&results.relaxed, results.suggestions.first()) {
            (Some(relaxed), _) => relaxed.query.clone(),
            (None, Some((_, query))) => query.clone(),
            (None, None) => String::new(),
        };
        let hits = reader.search(&offered, &options).unwrap();
        let total = results.relaxed.as_ref().map_or(hits.total, |r| r.total);
        let right = hits.hits.iter().any(|h| h.record.url == url);
        if found != *reason || *reason != "none" && !right || hits.total != total {
            wrong.push(format!(
                "{text} | {query} | {reason}: {found} {offered:?} {right}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    ask_the_engine("second", &dir, &expected);
}

/// Newer documents that have every pair of characters of the query, but not the query, are read
/// before the right one.
#[test]
fn the_right_document_is_offered_although_others_have_all_pairs() {
    let (text, query) = (
        "严格遵守《城镇供水管理细则》规定的各项要求",
        "严格遵守城镇供水管理细则规定的各项要求",
    );
    let chars: Vec<char> = query.chars().collect();
    let pairs: Vec<String> = chars.windows(2).map(|two| two.iter().collect()).collect();
    let record = |i: usize| Record {
        title: format!("第{i}份文件"),
        url: format!("d/{i}.html"),
        date_published: Some(format!("20{i:02}-06-01")),
        validity: "effective",
        ..Record::default()
    };
    let body = |i: usize| match i {
        3 => vec![text.to_owned()],
        20..36 => vec![pairs.join("，")],
        _ => vec!["常规内容".to_owned()],
    };
    let catalogue = Catalogue {
        records: (0..60).map(record).collect(),
        bodies: (0..60).map(body).map(Body::from).collect(),
        splits: [0, 0],
    };
    let dir = folder("second-behind");
    write(&catalogue, &dir);
    let reader = Reader::open(&dir.join("search")).unwrap();
    let options = Options::default();
    let results = reader.search(query, &options).unwrap();
    let relaxed = results
        .relaxed
        .as_ref()
        .map(|r| (r.query.as_str(), r.total));
    assert_eq!(
        relaxed,
        Some(("严格遵守 城镇供水管理细则 规定的各项要求", 1))
    );
    ask_the_engine(
        "second-behind",
        &dir,
        &[expectation(query, &options, &results)],
    );
}

/// What a term that occurs nowhere is meant for: the full name of a body, a word with another
/// character in its middle, and what its letters spell.
#[test]
fn the_meaning_of_a_term_that_occurs_nowhere_is_offered() {
    let documents = [
        (
            "老年优待证申领工作的公告",
            "凭优待证乘车，凭优惠券购物",
            "清川区人民政府办公室",
        ),
        (
            "关于更换残疾人证件的通知",
            "优待证可以继续使用",
            "清川区人力资源和社会保障局",
        ),
        (
            "春节拥军慰问的安排",
            "双拥工作要点，走访驻军",
            "甲镇人民政府",
        ),
        (
            "征兵体检的公告",
            "由区人民武装部组织，详见《征兵工作条例》第五条",
            "乙镇人民政府",
        ),
        ("征兵宣传的通知", "区人民武装部和乡镇负责", "丙镇人民政府"),
        ("堤防检查的通知", "常规内容", "丁镇人民政府"),
        ("河道清淤公告", "常规内容", "丁镇人民政府"),
    ];
    let record = |i: usize| Record {
        title: documents[i].0.into(),
        url: format!("d/{i}.html"),
        issuer: documents[i].2.into(),
        date_published: Some(format!("2024-0{}-01", i + 1)),
        validity: "effective",
        ..Record::default()
    };
    let catalogue = Catalogue {
        records: (0..documents.len()).map(record).collect(),
        bodies: documents
            .iter()
            .map(|d| Body::from(vec![d.1.to_owned()]))
            .collect(),
        splits: [3, 5],
    };
    let dir = folder("second-meant");
    write(&catalogue, &dir);
    let reader = Reader::open(&dir.join("search")).unwrap();
    let options = Options::default();
    let mut expected = Vec::new();
    for (query, offered, total) in [
        // short names: of a body, and of a name in texts
        ("区政府办", &["清川区人民政府办公室"][..], 1),
        ("区人社局 残疾人", &["清川区人力资源和社会保障局 残疾人"], 1),
        ("区人武部", &["区人民武装部"], 2),
        // too many bodies have the characters, but their common wording is offered
        ("镇政府", &["镇人民政府"], 5),
        ("区办室局", &[], 0),
        // the character in the middle; 优惠券 has another last character
        ("优代证", &["优待证"], 2),
        // letters: the texts tell where the word ends, although only one title has it
        ("ydz", &["优待证"], 2),
        ("youdaizheng", &["优待证"], 2),
        ("youdai证", &["优待证"], 2),
        ("优daizheng", &["优待证"], 2),
        ("xyz证", &[], 0),
    ] {
        let results = reader.search(query, &options).unwrap();
        assert_eq!(results.total, 0, "{query}");
        let queries: Vec<&str> = results.suggestions.iter().map(|s| s.1.as_str()).collect();
        assert_eq!(queries, offered, "{query}");
        if let Some(first) = offered.first() {
            let hits = reader.search(first, &options).unwrap();
            assert_eq!(hits.total, total, "{query}");
        }
        expected.push(expectation(query, &options, &results));
    }
    // the article is left out, if the law is there without it
    for (query, offered) in [
        ("征兵工作条例第32条", "征兵工作条例"),
        ("《征兵工作条例》第三十二条第二款", "《征兵工作条例》"),
    ] {
        let results = reader.search(query, &options).unwrap();
        let relaxed = results.relaxed.as_ref().unwrap();
        let found = (relaxed.reason.name(), relaxed.query.as_str(), relaxed.total);
        assert_eq!(found, ("term", offered, 1), "{query}");
        expected.push(expectation(query, &options, &results));
    }
    // a query with hits is answered as before, with pieces of titles as they go on there
    let results = reader.search("区人民武装部", &options).unwrap();
    assert_eq!((results.total, results.suggestions.len()), (2, 0));
    expected.push(expectation("区人民武装部", &options, &results));
    ask_the_engine("second-meant", &dir, &expected);
}
