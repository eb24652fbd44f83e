//! Takes Word's numbering definitions (ECMA-376, part 1, 17.9); gives them as `Lists`, which count
//! list items. This file must not know the text of the items.

use super::Local;
use crate::attachment::numbering::{After, DEEPEST, Form, Level, Lists};
use roxmltree::{Document, Node};
use std::collections::HashMap;

fn defined(level: Node<'_, '_>) -> Level {
    let value = |name: &str| level.child(name).and_then(|c| c.attr("val"));
    let start = value("start").and_then(|s| s.parse().ok()).unwrap_or(1);
    // beside a number format of its own, a level names a standard format for older programs
    let own = level
        .descendants()
        .filter(|n| n.has_tag_name_local("numFmt") && n.attr("val") == Some("custom"))
        .find_map(|n| n.attr("format"));
    let named = level
        .descendants()
        .filter(|n| n.has_tag_name_local("numFmt") && n.attr("val") != Some("custom"))
        .find_map(|n| n.attr("val"));
    Level {
        start,
        form: match own {
            Some(own) => Form::Own(own.to_owned()),
            None => Form::Named(named.unwrap_or("decimal").to_owned()),
        },
        text: Level::parts(value("lvlText").unwrap_or_default()),
        after: match value("suff") {
            Some("nothing") => After::Nothing,
            _ => After::Gap,
        },
        is_legal: super::is_on(Some(level), "isLgl"),
        restart: value("lvlRestart").and_then(|r| r.parse().ok()),
        style: value("pStyle").map(str::to_owned),
    }
}

/// The numbering definitions of a document.
pub(super) fn read(document: &Document<'_>) -> Lists {
    let mut lists = Lists::default();
    let all = |name: &'static str| {
        let children = document.root_element().children();
        children.filter(move |n| n.has_tag_name_local(name))
    };
    let value =
        |n: Node<'_, '_>, name: &str| n.child(name).and_then(|c| c.attr("val").map(str::to_owned));
    let of = |kind: Node<'_, '_>| kind.attr("abstractNumId").unwrap_or_default().to_owned();
    // a definition that only names a list style stands for the definition of this style
    let defining: HashMap<String, String> = all("abstractNum")
        .filter_map(|kind| Some((value(kind, "styleLink")?, of(kind))))
        .collect();
    let linked: HashMap<String, String> = all("abstractNum")
        .filter_map(|kind| {
            let defined = defining.get(&value(kind, "numStyleLink")?)?;
            Some((of(kind), defined.clone()))
        })
        .collect();
    for kind in all("abstractNum") {
        for level in kind.children().filter(|n| n.has_tag_name_local("lvl")) {
            if let Some(n) = level_number(level) {
                lists.levels.insert((of(kind), n), defined(level));
            }
        }
    }
    for list in all("num") {
        let (Some(id), Some(kind)) = (list.attr("numId"), value(list, "abstractNumId")) else {
            continue;
        };
        let kind = linked.get(&kind).cloned().unwrap_or(kind);
        lists.kinds.insert(id.to_owned(), kind);
        for own in list
            .children()
            .filter(|n| n.has_tag_name_local("lvlOverride"))
        {
            if let Some(n) = level_number(own) {
                let start = value(own, "startOverride").and_then(|s| s.parse().ok());
                let form = own.child("lvl").map(defined);
                lists.own.insert((id.to_owned(), n), (start, form));
            }
        }
    }
    lists
}

/// The level that an element defines.
fn level_number(level: Node<'_, '_>) -> Option<usize> {
    level
        .attr("ilvl")
        .and_then(|n| n.parse().ok())
        .filter(|n| *n < DEEPEST)
}
