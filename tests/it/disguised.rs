//! Tests that personal numbers on a page are found even if the source has markup between the
//! digits, or character references in place of digits.

use crate::harness::Site;

/// A made-up identity card number with the correct check digit.
fn number() -> String {
    let digits = "11010119900307777";
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits
        .bytes()
        .zip(weights)
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    format!(
        "{digits}{}",
        ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11]
    )
}

fn found(raw_html: bool, body: &str) -> (i32, String) {
    let site = Site::new();
    if raw_html {
        site.write(
            "mulu.yaml",
            "title: 目录\nagency:\n  name: 甲局\nraw_html: true\n",
        );
    }
    site.document("a", "A/1", "title: 甲\ndate_created: 2024-01-01\n", body);
    let run = site.run(&["check", "--lang", "zh", "--format", "json"]);
    (run.code, format!("{}{}", run.stdout, run.stderr))
}

#[test]
fn no_markup_between_the_digits_hides_a_number() {
    let id = number();
    let parts = |by: &str| format!("号码 {}{by}{}{by}{}。", &id[..6], &id[6..14], &id[14..]);
    let long = format!("<b title=\"{}\">", "长".repeat(2000));
    let coded: String = id.chars().map(|c| format!("&#{}", c as u32)).collect();
    let cases = [
        (false, parts("<!-- 甲 -->")),
        (false, parts("<b title=\"x>y\">")),
        (false, parts(&long)),
        (false, parts("![](x.png)")),
        (
            false,
            format!("{}\n\n[r]: https://example.org/\n", parts("[][r]")),
        ),
        (true, format!("<p>{}</p>", parts("<script>1</script>"))),
        (true, format!("<p>{}</p>", parts(&long))),
        (true, format!("<p title=\"{coded}\">甲</p>")),
        (true, format!("<p>{coded}</p>")),
    ];
    for (raw_html, body) in cases {
        let (code, said) = found(raw_html, &body);
        assert_eq!(code, 1, "{body}\n{said}");
        assert!(said.contains("id-card-number"), "{body}\n{said}");
        let digits: String = said.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains(&id[6..14]), "{body}\n{said}");
    }
    // a number that is masked in the text is not reported
    let (code, said) = found(true, "<p>11<b>*************</b>77X</p>\n");
    assert_eq!(code, 0, "{said}");
}
