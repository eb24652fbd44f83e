//! Tests ten yearly packages that form a chain. Every old address stays known although a document,
//! its column and its body were renamed. `mulu verify` finds a changed file and a package that was
//! made again. Also tests what the printed certificate says.

use crate::harness::Site;
use std::collections::BTreeMap;

const YEARS: std::ops::RangeInclusive<i16> = 2016..=2025;

/// The rows of the list of all addresses. For each address: what it is, and its first and last
/// year.
fn addresses(site: &Site, year: i16) -> BTreeMap<String, (String, String, String)> {
    let path = format!("archive/{year}/data/records/addresses.csv");
    let text = std::fs::read_to_string(site.root().join(path)).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let [address, what, _, first, last] = <[String; 5]>::try_from(cells).unwrap();
        (address, (what, first, last))
    });
    rows.collect()
}

fn span(first: &str, last: &str, what: &str) -> (String, String, String) {
    (what.to_owned(), first.to_owned(), last.to_owned())
}

#[test]
fn ten_years_are_one_chain_and_no_address_is_forgotten() {
    let site = Site::new();
    let settings = std::fs::read_to_string(site.root().join("mulu.yaml")).unwrap();
    site.write("mulu.yaml", settings + "theme: plain\n");
    site.document(
        "a/2",
        "N/2016-2",
        "title: 第二份\ndate_created: 2016-05-01\n",
        "正文。",
    );
    let old = "date_created: 2016-05-01\n";
    let address_of = |ending: &str, year| {
        let known = addresses(&site, year).into_keys();
        let mut found = known.filter(|address| address.ends_with(ending));
        found.next().unwrap_or_default()
    };
    // a document gets three numbers one after the other; its column and its body get three names
    let (mut numbers, mut lists) = (Vec::new(), Vec::new());
    let mut roots = Vec::new();
    for year in YEARS {
        match year {
            2019 => {
                numbers.push(address_of("/n-2016-1.html", 2018));
                lists.extend(lists_of(&site, 2018, "first"));
            }
            2022 => {
                numbers.push(address_of("/n-2016-11.html", 2021));
                lists.extend(lists_of(&site, 2021, "second"));
            }
            _ => {}
        }
        let (number, name) = match year {
            ..2019 => ("N/2016-1", "first"),
            2019..2022 => ("N/2016-11", "second"),
            _ => ("N/2016-111", "third"),
        };
        let fields = format!(
            "title: 第一份\n{old}category: {name}\nissuing_body: {name} body\naliases: [{}]\n",
            numbers.join(", ")
        );
        site.document("a/1", number, &fields, "正文。");
        let moved = lists.join(", ");
        let page = format!("---\ntitle: 变动说明\nkind: page\naliases: [{moved}]\n---\n\n说明。\n");
        site.write("content/moved.md", page);
        if year == 2024 {
            std::fs::remove_file(site.root().join("content/a/2.md")).unwrap();
        }
        let said = site.run(&["--lang", "en", "snapshot", &year.to_string()]);
        let said = said.ends(0);
        // only the run for 2024, the year in which a page disappears, reports it; an address that
        // redirects is not lost
        let is_missing = said.stderr.contains("addresses of the package before");
        assert_eq!(is_missing, year == 2024, "{year}: {}", said.stderr);
        let names_it = said.stderr.contains("n-2016-2.html");
        assert_eq!(names_it, year == 2024, "{year}: {}", said.stderr);
        roots.push(said.stdout);
    }
    let (first, second) = (&numbers[0], &numbers[1]);
    let verified = site
        .run(&[
            "--lang",
            "en",
            "verify",
            "archive",
            "--certificate",
            "paper.html",
        ])
        .ends(0);
    for year in YEARS.skip(1) {
        assert!(
            verified.stdout.contains(&format!("matches {}", year - 1)),
            "{}",
            verified.stdout
        );
    }
    let known = addresses(&site, 2025);
    assert_eq!(known[first], span("2016", "2025", "旧网址"));
    assert_eq!(known[second], span("2019", "2025", "旧网址"));
    assert_eq!(
        known[&address_of("/n-2016-111.html", 2025)],
        span("2022", "2025", "文件")
    );
    assert_eq!(
        known[&address_of("/n-2016-2.html", 2025)],
        span("2016", "2023", "文件")
    );
    assert_eq!(known["index.html"], span("2016", "2025", "栏目和列表等"));
    assert_eq!(addresses(&site, 2018)[first], span("2016", "2018", "文件"));
    assert_eq!(lists.len(), 4, "two columns and two bodies: {lists:?}");
    for path in &lists {
        assert_eq!(known[path].0, "旧网址", "{path}");
        let page = site.root().join("archive/2025/data/site").join(path);
        assert!(
            std::fs::read_to_string(page)
                .unwrap()
                .contains("moved.html"),
            "{path}"
        );
    }
    for path in [first, second] {
        let page = site.root().join("archive/2025/data/site").join(path);
        assert!(
            std::fs::read_to_string(page).unwrap().contains("2016-111"),
            "{path}"
        );
    }
    certificate(&site, &roots);
    // two damages are found: a changed file in a package, and one year made again
    let file = site.root().join("archive/2020/data/site/robots.txt");
    let old = std::fs::read(&file).unwrap();
    std::fs::write(&file, "x").unwrap();
    let found = site.run(&["verify", "archive/2020"]).ends(1).stdout;
    assert!(found.contains("robots.txt"), "{found}");
    std::fs::write(&file, old).unwrap();
    let fields = "title: 后来添加\ndate_created: 2020-05-01\n";
    site.document("a/3", "N/2020-3", fields, "正文。");
    site.run(&["snapshot", "2020", "--force"]).ends(0);
    let found = site
        .run(&["verify", "archive/2020", "archive/2021"])
        .ends(1)
        .stdout;
    assert_eq!(found.matches("[link-broken]").count(), 1, "{found}");
    // a run that makes a year again names the packages that are no longer linked to it, and so does
    // a run for a missing earlier year
    for (year, next) in [("2020", "2021"), ("2010", "2016")] {
        let said = site.run(&["snapshot", year, "--force"]).ends(0).stderr;
        assert!(said.contains(&format!("归档包（{next}")), "{said}");
    }
}

/// The addresses of the lists of a column and of an issuing body whose names contain a word.
fn lists_of(site: &Site, year: i16, word: &str) -> Vec<String> {
    let known = addresses(site, year).into_keys();
    let is_list = |a: &String| a.ends_with("/index.html") && a.contains(word);
    known.filter(is_list).collect()
}

/// Tests that every package has a certificate with its root (the digest that identifies it), in
/// groups of eight digits.
fn certificate(site: &Site, roots: &[String]) {
    let page = std::fs::read_to_string(site.root().join("paper.html")).unwrap();
    let plain: String = page.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(page.matches("<section>").count(), roots.len());
    for root in roots {
        assert!(plain.contains(root.trim()), "{root}");
        assert!(page.contains(&format!("{} {}", &root[..8], &root[8..16])));
    }
    assert!(
        !page.contains("<script") && !page.contains("://"),
        "no other file is needed"
    );
    // a certificate is replaced, another file is not, and no damaged package is certified
    let again = ["verify", "archive/2016", "--certificate", "paper.html"];
    site.run(&again).ends(0);
    let inside = [
        "verify",
        "archive/2016",
        "--certificate",
        "archive/2016/c.html",
    ];
    site.run(&inside).ends(2);
    assert!(!site.root().join("archive/2016/c.html").exists());
    site.write("mine.html", "mine");
    site.run(&["verify", "archive/2016", "--certificate", "mine.html"])
        .ends(2);
    site.write("archive/2016/data/more.txt", "x");
    site.run(&["verify", "archive/2016", "--certificate", "new.html"])
        .ends(1);
    assert!(!site.root().join("new.html").exists());
    std::fs::remove_file(site.root().join("archive/2016/data/more.txt")).unwrap();
}
