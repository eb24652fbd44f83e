//! Tests examples that a person judged: which document must come first. docs/search.md, section 7,
//! has the rules.

use super::{Catalogue, ask_the_engine, expectation, folder, write};
use mulu::search::{Body, Options, Reader, Record, Results};

struct Doc {
    url: &'static str,
    title: &'static str,
    number: &'static str,
    date: &'static str,
    validity: &'static str,
    keywords: &'static [&'static str],
    summary: &'static str,
    body: &'static [&'static str],
}

const PLAIN: Doc = Doc {
    url: "",
    title: "",
    number: "",
    date: "2022-01-01",
    validity: "effective",
    keywords: &[],
    summary: "",
    body: &[],
};

/// The documents. `catalogue` sorts them by date, because the index requires it.
fn documents() -> Vec<Doc> {
    vec![
        Doc {
            url: "old-title",
            title: "退役军人优待办法",
            number: "元政发〔2016〕8号",
            date: "2016-03-01",
            validity: "repealed",
            ..PLAIN
        },
        Doc {
            url: "thirteen",
            title: "关于农田水利的通知",
            number: "元政发〔2023〕13号",
            date: "2019-01-01",
            body: &["参照元政发〔2023〕3号执行。"],
            ..PLAIN
        },
        Doc {
            url: "scattered-body",
            title: "关于印发工作要点的通知",
            number: "元政办〔2019〕40号",
            date: "2019-02-01",
            body: &["退役军人可以申请；", "优待证由县局发放。"],
            ..PLAIN
        },
        Doc {
            url: "phrase-body",
            title: "关于印发任务分工的通知",
            number: "元政办〔2019〕41号",
            date: "2019-03-01",
            body: &["申领退役军人优待证的，应当本人到场。"],
            ..PLAIN
        },
        Doc {
            url: "scattered-later",
            title: "关于印发年度计划的通知",
            number: "元政办〔2019〕42号",
            date: "2019-04-01",
            body: &["优待证的样式由退役军人主管部门规定。"],
            ..PLAIN
        },
        Doc {
            url: "summary",
            title: "关于证件管理的公告",
            number: "元政办〔2020〕5号",
            date: "2020-01-01",
            summary: "退役军人优待证的申领、补办和注销。",
            ..PLAIN
        },
        Doc {
            url: "keyword",
            title: "关于窗口服务的公告",
            number: "元政办〔2020〕6号",
            date: "2020-02-01",
            keywords: &["优待证", "退役军人"],
            ..PLAIN
        },
        Doc {
            url: "title-scattered",
            title: "优待证的管理：退役军人服务站职责",
            number: "元政办〔2020〕7号",
            date: "2020-03-01",
            ..PLAIN
        },
        Doc {
            url: "title-phrase",
            title: "关于做好退役军人优待证申领工作的通知",
            number: "元政办〔2020〕9号",
            date: "2020-04-01",
            ..PLAIN
        },
        Doc {
            url: "whole-title",
            title: "退役军人优待证",
            number: "元政办〔2020〕10号",
            date: "2020-05-01",
            ..PLAIN
        },
        Doc {
            url: "repealed-new",
            title: "关于粮食安全的意见",
            number: "元政发〔2021〕30号",
            date: "2021-06-01",
            validity: "repealed",
            ..PLAIN
        },
        Doc {
            url: "in-force-old",
            title: "关于粮食安全的意见",
            number: "元政发〔2021〕31号",
            date: "2021-01-01",
            ..PLAIN
        },
        Doc {
            url: "in-force-new",
            title: "关于粮食安全的意见",
            number: "元政发〔2021〕32号",
            date: "2021-07-01",
            ..PLAIN
        },
        Doc {
            url: "three",
            title: "关于供水保障的通知",
            number: "元政发〔2023〕3号",
            date: "2023-01-05",
            ..PLAIN
        },
        Doc {
            url: "mentions-three",
            title: "对元政发〔2023〕3号的解读",
            number: "元政办〔2023〕77号",
            date: "2023-02-01",
            ..PLAIN
        },
        Doc {
            url: "three-of-2022",
            title: "关于村道养护的通知",
            number: "元政发〔2022〕3号",
            date: "2023-03-01",
            ..PLAIN
        },
        Doc {
            url: "year-in-title",
            title: "关于公布2022年清理结果的决定",
            number: "元政办〔2023〕80号",
            date: "2023-03-15",
            body: &["继续有效：元政发〔2019〕6号。"],
            ..PLAIN
        },
        Doc {
            url: "twenty-three",
            title: "关于校舍安全的通知",
            number: "元政发〔2023〕23号",
            date: "2023-04-01",
            body: &["2023年度第3号台风。"],
            ..PLAIN
        },
    ]
}

fn catalogue() -> Catalogue {
    let mut documents = documents();
    documents.sort_by_key(|d| d.date);
    let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    let records = documents
        .iter()
        .enumerate()
        .map(|(i, d)| Record {
            index_number: Some(format!("QCD{:05}", 90_000 - i)),
            title: d.title.into(),
            url: d.url.into(),
            document_number: text(d.number),
            issuer: "元江县人民政府".into(),
            keywords: d.keywords.iter().map(|k| (*k).to_owned()).collect(),
            summary: text(d.summary),
            category: "政策文件".into(),
            date_published: text(d.date),
            validity: d.validity,
            ..Record::default()
        })
        .collect();
    let bodies = documents
        .iter()
        .map(|d| Body::from(d.body.iter().map(|b| (*b).to_owned()).collect::<Vec<_>>()))
        .collect();
    Catalogue {
        records,
        bodies,
        splits: [13, 15],
    }
}

/// Asks both readers (command line and page); gives the answers of the former.
fn ask(name: &str, queries: &[&str], options: &Options) -> Vec<Results> {
    let dir = folder(name);
    write(&catalogue(), &dir);
    let reader = Reader::open(&dir.join("search")).unwrap();
    let results: Vec<Results> = queries
        .iter()
        .map(|q| reader.search(q, options).unwrap())
        .collect();
    let expected: Vec<_> = queries
        .iter()
        .zip(&results)
        .map(|(q, r)| expectation(q, options, r))
        .collect();
    ask_the_engine(name, &dir, &expected);
    results
}

#[test]
fn the_order_of_results() {
    let judged: [(&str, &[&str]); 11] = [
        // a whole number, with any brackets: first that document, then those that mention it
        (
            "元政发〔2023〕3号",
            &["three", "mentions-three", "thirteen"],
        ),
        ("元政发[2023]3号", &["three", "mentions-three", "thirteen"]),
        // the end of a number: first the documents with this number, then those that mention it or
        // whose numbers end similarly
        ("〔2023〕3号", &["three", "mentions-three", "thirteen"]),
        (
            "2023 3号",
            &["three", "mentions-three", "twenty-three", "thirteen"],
        ),
        // the beginning of a number and its year: before a newer document with the year in its title
        ("元政发 2022", &["three-of-2022", "year-in-title"]),
        (
            "3号",
            &[
                "three-of-2022",
                "three",
                "mentions-three",
                "twenty-three",
                "thirteen",
            ],
        ),
        // whole title, phrase in a title, separate terms in a title, summary, keywords, phrase in a
        // body, separate terms in a body
        (
            "退役军人 优待证",
            &[
                "whole-title",
                "title-phrase",
                "title-scattered",
                "summary",
                "keyword",
                "phrase-body",
                "scattered-later",
                "scattered-body",
            ],
        ),
        // one term: titles, newest first, but documents in force before others
        (
            "粮食安全",
            &["in-force-new", "in-force-old", "repealed-new"],
        ),
        (
            "退役军人优待",
            &[
                "whole-title",
                "title-phrase",
                "old-title",
                "summary",
                "phrase-body",
            ],
        ),
        // a whole title among longer ones, also in traditional characters
        (
            "退役軍人優待證",
            &["whole-title", "title-phrase", "summary", "phrase-body"],
        ),
        ("通知 供水", &["three"]),
    ];
    let queries: Vec<&str> = judged.iter().map(|j| j.0).collect();
    for ((query, order), results) in judged
        .iter()
        .zip(ask("judged", &queries, &Options::default()))
    {
        let urls: Vec<&str> = results.hits.iter().map(|h| &*h.record.url).collect();
        assert_eq!(urls, *order, "{query}");
    }
}

#[test]
fn what_was_not_found_is_named() {
    let queries = [
        "退役军人 星际航行",
        "星际航行",
        "台风 粮食安全",
        "供水 星际航行 台风",
        "tyjr",
    ];
    let r = ask("blamed", &queries, &Options::default());
    assert_eq!(
        r[0].terms,
        [("退役军人".to_owned(), 9), ("星际航行".to_owned(), 0)]
    );
    assert_eq!(r[0].without, Some(("退役军人".to_owned(), 9)));
    assert_eq!((r[1].terms.len(), &r[1].without), (1, &None));
    assert_eq!(
        r[2].terms,
        [("台风".to_owned(), 1), ("粮食安全".to_owned(), 3)]
    );
    assert_eq!(r[2].without, None);
    assert_eq!(r[3].without, Some(("供水 台风".to_owned(), 0)));
    assert_eq!(
        (r[4].total, &r[4].suggestions[..]),
        (0, &[("退役军人".to_owned(), "退役军人".to_owned())][..])
    );
    let filtered = ask(
        "blamed-filters",
        &["粮食安全"],
        &Options {
            filters: [("year".to_owned(), vec!["2019".to_owned()])].into(),
            ..Options::default()
        },
    );
    assert_eq!(
        (
            filtered[0].total,
            filtered[0].unfiltered,
            filtered[0].terms.len()
        ),
        (0, 3, 0)
    );
}
