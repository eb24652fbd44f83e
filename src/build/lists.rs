//! Takes the plan; gives to the sink every file that does not depend on the text of any document.
//! These files are the pages that are not documents (except the search page and the page of
//! archived years), the ledgers, the linked data, the feeds, the sitemaps, robots.txt, the search
//! engine and the theme's files. This file must not know the texts of documents.

use super::documents::SiteBuilder;
use super::noting::Noting;
use crate::cache;
use crate::diag::Error;
use crate::export::{self, Ledger};
use crate::output::{Artifact, Fingerprint};
use crate::plan::PageId;
use crate::render::{self, Sizes};
use crate::search;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;

impl SiteBuilder<'_> {
    /// Makes everything that this file gives to the sink, or keeps it from the last run if only
    /// texts of documents have changed.
    pub(super) fn lists(&self, theme: &render::Theme) -> Result<(), Error> {
        let (cache, key) = (self.sources.cache(), self.renderer.lists_key());
        let known: Option<BTreeMap<String, Fingerprint>> = cache.get(&key);
        if let Some(files) = known {
            let kept = files.iter().map(|(path, file)| self.sink.keep(path, file));
            let kept: Vec<bool> = kept.collect::<Result<_, Error>>()?;
            if kept.iter().all(|is_kept| *is_kept) {
                return Ok(());
            }
        }
        let sink = Noting::new(self.sink);
        SiteBuilder {
            sink: &sink,
            ..*self
        }
        .make_lists(theme)?;
        cache.put(&key, &sink.files());
        Ok(())
    }

    /// Makes everything that this file gives to the sink.
    fn make_lists(&self, theme: &render::Theme) -> Result<(), Error> {
        let (plan, sink) = (self.plan, self.sink);
        let others = || {
            let pages = plan.other_pages().into_par_iter();
            pages
                .filter(|page| ![PageId::Home, PageId::Search].contains(page))
                .try_for_each(|page| self.other(page, None))?;
            render::feeds(plan)
                .into_par_iter()
                .try_for_each(|list| sink.put(render::feed(plan, list)).map(drop))?;
            let mut files = vec![render::robots(plan.config)];
            files.extend(search::engine());
            files.extend(render::sitemaps(plan));
            files.extend(theme.files());
            files
                .into_par_iter()
                .try_for_each(|a| sink.put(a).map(drop))
        };
        // The home page comes after the ledgers, because it states their sizes.
        let ledgers = || self.other(PageId::Home, Some(self.ledgers()?));
        let linked = || self.linked_data();
        let (ledgers, (others, linked)) = rayon::join(ledgers, || rayon::join(others, linked));
        others.and(ledgers).and(linked)
    }

    fn linked_data(&self) -> Result<(), Error> {
        let files = export::linked_files(self.plan);
        files.into_par_iter().try_for_each(|(file, path)| {
            let mut bytes = Vec::new();
            export::write_linked(self.plan, file, &mut bytes).map_err(Error::writing(&path))?;
            self.sink.put(Artifact::new(path, bytes)).map(drop)
        })
    }

    pub(super) fn other(&self, page: PageId, sizes: Option<Sizes>) -> Result<(), Error> {
        let key = self.renderer.other_key(page, sizes);
        if !self.is_kept(&self.plan.path(page), &key)? {
            let made = self.renderer.other(page, sizes)?;
            self.sources.cache().put(&key, &self.sink.put(made)?);
        }
        Ok(())
    }

    /// Makes the changed ledgers of the site and of the columns that have documents; gives the
    /// sizes of the site's ledgers.
    fn ledgers(&self) -> Result<Sizes, Error> {
        let digests = export::Digests::of(self.plan);
        let rows = digests.whole();
        // The workbook takes longest, so it comes first.
        let forms = [
            (export::Form::Xlsx, "catalogue.xlsx"),
            (export::Form::Json, "catalogue.json"),
            (export::Form::Csv, "catalogue.csv"),
        ];
        let whole = || {
            let make = |(form, path): (export::Form, &str)| {
                let key = cache::key(&[b"ledger", &rows, path.as_bytes()]);
                if let Some(kept) = self.kept(path, &key)? {
                    return Ok(kept.size);
                }
                let write = |to: &mut dyn Write| export::write(self.plan, Ledger::Public, form, to);
                let made = self.sink.stream(path, &write)?;
                self.sources.cache().put(&key, &made);
                Ok(made.size)
            };
            forms
                .into_par_iter()
                .map(make)
                .collect::<Result<Vec<u64>, Error>>()
        };
        let of_columns = || {
            self.plan.lists.par_iter().try_for_each(|list| {
                let Some(path) = self.plan.ledger(list) else {
                    return Ok(());
                };
                let key = cache::key(&[b"ledger", &digests.of_list(list), path.as_bytes()]);
                if !self.is_kept(&path, &key)? {
                    let mut bytes = Vec::new();
                    export::write_list(self.plan, list, &mut bytes)
                        .map_err(Error::writing(&path))?;
                    let made = self.sink.put(Artifact::new(path, bytes))?;
                    self.sources.cache().put(&key, &made);
                }
                Ok(())
            })
        };
        let (whole, of_columns) = rayon::join(whole, of_columns);
        of_columns?;
        let sizes = whole?;
        Ok(Sizes {
            xlsx: sizes[0],
            json: sizes[1],
            csv: sizes[2],
        })
    }
}
