//! Tests of relations and of validity on a day.

use super::*;
use crate::{catalogue, config, source};
use std::path::Path;

/// Writes a site and reads it as of a day. Gives each document's validity code by index number, and
/// the codes of the findings.
fn on(day: &str, files: &[(&str, &str)]) -> (Vec<(String, &'static str)>, Vec<&'static str>) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("content")).unwrap();
    std::fs::write(
        dir.path().join("mulu.yaml"),
        "title: t\nagency: {name: 甲局}\n",
    )
    .unwrap();
    for (number, fields) in files {
        let text = format!("---\ntitle: {number}\nindex_number: {number}\n{fields}---\n正文\n");
        std::fs::write(dir.path().join(format!("content/{number}.md")), text).unwrap();
    }
    let (sources, _) = source::read(dir.path(), std::sync::Arc::default()).unwrap();
    let overrides = config::Overrides {
        as_of: Some(day.parse().unwrap()),
        ..Default::default()
    };
    let config = config::read(Path::new(dir.path()), &overrides, 0).unwrap();
    let (catalogue, first) = catalogue::read(&sources, &config).unwrap();
    assert_eq!(first, [], "{first:?}");
    let (related, findings) = relate(&catalogue, &config, &sources);
    let states = catalogue
        .iter()
        .zip(&related.status)
        .map(|((_, entry), status)| {
            let number = entry.index_number.clone().unwrap();
            (number, status.validity.code())
        })
        .collect();
    (states, findings.iter().map(|f| f.code().name()).collect())
}

fn state(day: &str, files: &[(&str, &str)]) -> &'static str {
    on(day, files).0[0].1
}

const CREATED: &str = "date_created: 2020-01-01\n";

#[test]
fn dates() {
    let expires = [("a", "date_created: 2020-01-01\ndate_expires: 2022-12-31\n")];
    assert_eq!(state("2022-12-31", &expires), "effective");
    assert_eq!(state("2023-01-01", &expires), "expired");
    let repealed = [("a", "date_created: 2020-01-01\ndate_repealed: 2022-12-31\n")];
    assert_eq!(state("2022-12-30", &repealed), "effective");
    assert_eq!(state("2022-12-31", &repealed), "repealed");
    let later = [(
        "a",
        "date_created: 2020-01-01\ndate_effective: 2020-03-01\n",
    )];
    assert_eq!(state("2020-02-29", &later), "not_yet_effective");
    assert_eq!(state("2020-03-01", &later), "effective");
}

#[test]
fn a_repeal_takes_effect_when_the_acting_document_does() {
    let files = [
        ("a", CREATED),
        (
            "b",
            "date_created: 2021-01-01\ndate_effective: 2021-03-01\nrepeals: [a]\n",
        ),
    ];
    assert_eq!(state("2021-02-28", &files), "effective");
    assert_eq!(state("2021-03-01", &files), "repealed");
    let files = [
        ("a", CREATED),
        ("b", "date_created: 2021-01-01\npartly_repeals: [a]\n"),
        ("c", "date_created: 2020-06-01\namends: [a]\n"),
    ];
    assert_eq!(state("2020-12-31", &files), "amended");
    assert_eq!(state("2021-01-01", &files), "partly_repealed");
}

#[test]
fn a_document_that_is_not_shown_does_nothing() {
    for hidden in [
        "draft: true\n",
        "disclosure: 依申请公开\n",
        "date_published: 2030-01-01\n",
    ] {
        let files = [
            ("a", CREATED),
            (
                "b",
                &format!("date_created: 2021-01-01\nrepeals: [a]\n{hidden}"),
            ),
        ];
        assert_eq!(
            on("2022-01-01", &files),
            (
                vec![("a".into(), "effective"), ("b".into(), "effective")],
                vec![]
            )
        );
    }
}

#[test]
fn renewal_sets_a_new_last_day() {
    let files = [
        ("a", "date_created: 2018-01-01\ndate_expires: 2020-12-31\n"),
        (
            "b",
            "date_created: 2020-12-01\ndate_expires: 2023-12-31\nrenews: [a]\n",
        ),
    ];
    assert_eq!(state("2020-12-31", &files), "effective");
    assert_eq!(state("2022-01-01", &files), "effective");
    assert_eq!(state("2024-01-01", &files), "expired");
}

#[test]
fn of_renewals_of_one_day_the_highest_number_counts() {
    let renewal = |last_day: &str| {
        format!("date_created: 2020-12-01\ndate_expires: {last_day}\nrenews: [a]\n")
    };
    for (second, tenth, expected) in [
        ("2030-12-31", "2023-12-31", "expired"),
        ("2023-12-31", "2030-12-31", "effective"),
    ] {
        let (second, tenth) = (renewal(second), renewal(tenth));
        let files = [
            ("a", "date_created: 2018-01-01\ndate_expires: 2020-12-31\n"),
            ("w-10", tenth.as_str()),
            ("w-2", second.as_str()),
        ];
        assert_eq!(state("2025-01-01", &files), expected);
    }
}

#[test]
fn what_ends_a_document_wins_over_a_stated_effective() {
    let files = [
        ("a", "date_created: 2020-01-01\nvalidity: 有效\n"),
        ("b", "date_created: 2021-01-01\nrepeals: [a]\n"),
    ];
    assert_eq!(on("2020-12-31", &files).1, Vec::<&str>::new());
    let (states, findings) = on("2021-01-01", &files);
    assert_eq!(
        (states[0].1, findings),
        ("repealed", vec!["validity-contradiction"])
    );
}

#[test]
fn a_stated_status_stands() {
    for (word, code) in [
        ("部分失效", "partly_repealed"),
        ("已修改", "amended"),
        ("未标注", "unknown"),
        ("现行有效", "effective"),
        ("尚未施行", "not_yet_effective"),
    ] {
        assert_eq!(
            on(
                "2021-01-01",
                &[("a", &format!("{CREATED}validity: {word}\n"))]
            ),
            (vec![("a".into(), code)], vec![])
        );
    }
    for (word, code) in [("失效", "expired"), ("废止", "repealed")] {
        for day in ["2019-01-01", "2021-01-01"] {
            let file = format!("date_created: 2018-01-01\nvalidity: {word}\n");
            assert_eq!(
                on(day, &[("a", &file)]),
                (vec![("a".into(), code)], vec!["validity-without-date"])
            );
        }
    }
    let amended = [
        ("a", "date_created: 2018-01-01\nvalidity: 部分失效\n"),
        ("b", "date_created: 2019-01-01\namends: [a]\n"),
    ];
    assert_eq!(on("2020-01-01", &amended).0[0].1, "partly_repealed");
    let dated = [(
        "a",
        "date_created: 2018-01-01\nvalidity: 废止\ndate_repealed: 2020-01-01\n",
    )];
    assert_eq!(
        on("2019-12-31", &dated),
        (vec![("a".into(), "effective")], vec![])
    );
    assert_eq!(
        on("2020-01-01", &dated),
        (vec![("a".into(), "repealed")], vec![])
    );
}

#[test]
fn references() {
    assert_eq!(
        on(
            "2021-01-01",
            &[(
                "a",
                "date_created: 2020-01-01\nrelated: [没有〔2020〕1号]\n"
            )]
        )
        .1,
        ["dangling-reference"]
    );
    assert_eq!(
        on(
            "2021-01-01",
            &[("a", "date_created: 2020-01-01\nrelated: [A]\n")]
        )
        .1,
        ["self-reference"]
    );
    let twice = [
        (
            "a",
            "date_created: 2020-01-01\ndocument_number: 甲〔2020〕1号\n",
        ),
        (
            "b",
            "date_created: 2020-01-01\ndocument_number: 甲〔2020〕1号\n",
        ),
        ("c", "date_created: 2020-01-01\nrelated: [甲〔2020〕1号]\n"),
    ];
    assert_eq!(on("2021-01-01", &twice).1, ["ambiguous-reference"]);
    let brackets = [
        (
            "a",
            "date_created: 2020-01-01\ndocument_number: 甲〔2020〕1号\n",
        ),
        ("c", "date_created: 2020-02-01\nrepeals: ['甲[2020]1号']\n"),
    ];
    assert_eq!(
        on("2021-01-01", &brackets),
        (
            vec![("a".into(), "repealed"), ("c".into(), "effective")],
            vec![]
        )
    );
}
