//! Takes the title of a national law or regulation that texts still cite; gives its successor and
//! the day of the replacement. This file must not know texts.
//!
//! A law that was only revised keeps its title and is not listed. The comment above a row, or above
//! the rows of the tax laws, names the article of the new law, or the decree, that ended the old
//! titles.

use jiff::civil::{Date, date};

/// A law with the titles that it replaced, all without 中华人民共和国 at the beginning.
pub(super) struct Replaced {
    pub(super) by: &'static str,
    /// The first day on which the titles are no longer in force.
    pub(super) from: Date,
    titles: &'static [&'static str],
}

const fn row(by: &'static str, from: Date, titles: &'static [&'static str]) -> Replaced {
    Replaced { by, from, titles }
}

const REPLACED: [Replaced; 19] = [
    // art. 1260
    row(
        "民法典",
        date(2021, 1, 1),
        &[
            "婚姻法",
            "继承法",
            "民法通则",
            "收养法",
            "担保法",
            "合同法",
            "物权法",
            "侵权责任法",
            "民法总则",
        ],
    ),
    // art. 42
    row(
        "外商投资法",
        date(2020, 1, 1),
        &["中外合资经营企业法", "外资企业法", "中外合作经营企业法"],
    ),
    // art. 55
    row(
        "市场主体登记管理条例",
        date(2022, 3, 1),
        &[
            "公司登记管理条例",
            "企业法人登记管理条例",
            "合伙企业登记管理办法",
            "农民专业合作社登记管理条例",
            "企业法人法定代表人登记管理规定",
        ],
    ),
    // art. 90
    row("噪声污染防治法", date(2022, 6, 5), &["环境噪声污染防治法"]),
    // art. 67
    row("医师法", date(2022, 3, 1), &["执业医师法"]),
    // art. 69
    row("监察法", date(2018, 3, 20), &["行政监察法"]),
    // art. 104 of the text of 2009
    row("食品安全法", date(2009, 6, 1), &["食品卫生法"]),
    // the last article of each tax law
    row("车辆购置税法", date(2019, 7, 1), &["车辆购置税暂行条例"]),
    row("耕地占用税法", date(2019, 9, 1), &["耕地占用税暂行条例"]),
    row("资源税法", date(2020, 9, 1), &["资源税暂行条例"]),
    row("契税法", date(2021, 9, 1), &["契税暂行条例"]),
    row(
        "城市维护建设税法",
        date(2021, 9, 1),
        &["城市维护建设税暂行条例"],
    ),
    row("印花税法", date(2022, 7, 1), &["印花税暂行条例"]),
    row("增值税法", date(2026, 1, 1), &["增值税暂行条例"]),
    row("车船税法", date(2012, 1, 1), &["车船税暂行条例"]),
    // art. 35
    row(
        "国有土地上房屋征收与补偿条例",
        date(2011, 1, 21),
        &["城市房屋拆迁管理条例"],
    ),
    // the decree of the State Council no. 752 of 2022
    row("信访工作条例", date(2022, 5, 1), &["信访条例"]),
    // art. 42
    row(
        "党政机关公文处理工作条例",
        date(2012, 7, 1),
        &["国家行政机关公文处理办法"],
    ),
    // the last article
    row("退役军人安置条例", date(2024, 9, 1), &["退役士兵安置条例"]),
];

/// The row of the law that replaced a title. `title` has no 中华人民共和国 at its beginning.
pub(super) fn replaced(title: &str) -> Option<&'static Replaced> {
    REPLACED.iter().find(|row| row.titles.contains(&title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_stands_twice_or_replaces_itself() {
        let mut titles: Vec<&str> = REPLACED
            .iter()
            .flat_map(|row| row.titles)
            .copied()
            .collect();
        assert!(REPLACED.iter().all(|row| replaced(row.by).is_none()));
        let count = titles.len();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), count);
    }
}
