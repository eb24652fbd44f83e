//! The meta tags that government sites must carry on every page (国办发〔2017〕47号, annex on page design).

use super::view::Meta;
use crate::catalogue::Kind;
use crate::config::Language;
use crate::plan::{CategoryId, ListId, ListKind, PageId, Plan};

/// The category that a list belongs to, when it lists one.
pub(super) fn list_category(plan: &Plan<'_>, id: ListId) -> Option<CategoryId> {
    let list = &plan.lists[id.0 as usize];
    matches!(list.kind, ListKind::Category | ListKind::Ended)
        .then(|| plan.categories.find(&list.key))
        .flatten()
}

/// Site, column and content tags of a page. `title` is the page's own.
pub(super) fn tags(plan: &Plan<'_>, page: PageId, title: &str) -> Vec<Meta> {
    let config = plan.config;
    let home = match config.language {
        Language::ZhHans => "首页",
        Language::En => "Home",
    };
    let mut tags = Vec::new();
    let mut add = |name, content: &str| {
        if !content.is_empty() {
            tags.push(Meta {
                name,
                content: content.to_owned(),
            });
        }
    };
    add("SiteName", &config.title);
    if let Some(base) = &config.base_url {
        let host = base
            .split_once("://")
            .map_or("", |(_, rest)| rest)
            .split('/')
            .next()
            .unwrap_or_default();
        add("SiteDomain", host);
    }
    add(
        "SiteIDCode",
        config.agency.site_id_code.as_deref().unwrap_or_default(),
    );

    let category = match page {
        PageId::Entry(id) | PageId::Withdrawn(id) => plan.category(id),
        PageId::List(id, _) => list_category(plan, id),
        _ => None,
    };
    match (page, category) {
        (_, Some(category)) => {
            let category = &plan.categories[category];
            add("ColumnName", &category.name);
            add(
                "ColumnDescription",
                category.description.as_deref().unwrap_or(&category.name),
            );
            add("ColumnKeywords", &category.name);
            add(
                "ColumnType",
                category.column_type.as_deref().unwrap_or("信息公开目录"),
            );
        }
        (PageId::Home, None) => {
            add("ColumnName", home);
            add(
                "ColumnDescription",
                config.description.as_deref().unwrap_or(&config.title),
            );
            add("ColumnKeywords", &config.title);
            add("ColumnType", home);
        }
        _ => {
            add("ColumnName", title);
            add("ColumnDescription", title);
            add("ColumnKeywords", title);
            add("ColumnType", "信息公开目录");
        }
    }
    if let PageId::Entry(id) = page {
        let entry = plan.entry(id);
        add("ArticleTitle", &entry.title);
        if let Some((day, time)) = entry.date_published {
            let (hour, minute) = time.unwrap_or((0, 0));
            add("PubDate", &format!("{day} {hour:02}:{minute:02}"));
        }
        let body = if entry.kind == Kind::Page && entry.issuer.is_empty() {
            config.title.as_str()
        } else {
            &*entry.issuer
        };
        add(
            "ContentSource",
            entry.details().source.as_deref().unwrap_or(body),
        );
        add("Keywords", &entry.details().keywords.join(","));
        add(
            "Author",
            entry.details().publisher.as_deref().unwrap_or(body),
        );
        add(
            "Description",
            entry.details().summary.as_deref().unwrap_or_default(),
        );
        if let Some(base) = &config.base_url {
            add("Url", &format!("{base}{}", plan.address(id)));
        }
    }
    tags
}
