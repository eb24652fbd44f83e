//! Takes the postings and titles of several sites' documents; gives the shards of a segment of a
//! joined index in D (documents), P (positions) and S (suggestions), and shards of C (checksums of
//! text shards). Texts and records stay in the shards of the sites; each segment of a site's index
//! becomes a "part" of the joined segment. This file must not know where the documents are from.

use super::indexer::suggestions;
use super::postings::{Postings, collect};
use super::root::{Segment, put_entries, put_sums};
use super::store::ShardStore;
use super::{segment, shard};
use crate::cache::{self, Cache};
use crate::diag::Error;
use crate::output::{Artifact, Sink};
use crate::search::format::body::Body;
use crate::search::format::record::Record;
use crate::search::format::root::{PartHead, SegmentHead};
use crate::search::format::shard::{CHECKED, Family, name_of_group};

/// The names of the segments of a joined index.
pub(in crate::search) const GROUPS: [&str; 8] = ["g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7"];

/// The postings of a range of documents, before the range has a place in a segment.
pub(in crate::search) fn postings(records: &[Record], bodies: &[Body]) -> Postings {
    collect(records, bodies, 0, 0)
}

/// The shards of C (checksums) of a part, each with its checksum, given the checksums of the part's
/// text shards.
pub(in crate::search) fn checksums(part: &str, sums: &[u32]) -> Vec<(u32, Artifact)> {
    let shards = (0u32..).zip(sums.chunks(CHECKED));
    let made = shards.map(|(i, some)| {
        let bytes = put_sums(Vec::new(), some.iter().copied());
        shard::of_bytes(part, Family::Checksums, 1, &name_of_group(i), &bytes)
    });
    made.collect()
}

/// The documents of one segment of a joined index.
pub(in crate::search) struct Group<'a> {
    /// Its place in [`GROUPS`].
    pub number: usize,
    /// The numbers of its documents in the whole index.
    pub range: std::ops::Range<usize>,
    /// The postings of each range, with its first document within the segment.
    pub parts: Vec<(usize, Postings)>,
    /// The titles of its documents.
    pub titles: Vec<&'a str>,
    /// The number of text shards of its documents.
    pub texts: usize,
}

impl Group<'_> {
    /// Writes the shards of the group. `None` if postings in the cache are lost or damaged.
    pub(in crate::search) fn write(
        self,
        cache: &Cache,
        sink: &dyn Sink,
    ) -> Result<Option<Written>, Error> {
        let store = ShardStore { cache, sink };
        let name = GROUPS[self.number];
        let parts: Vec<Postings> = self
            .parts
            .into_iter()
            .map(|(first, postings)| postings.at(self.number, first))
            .collect();
        let titles: Vec<&[u8]> = self.titles.iter().map(|title| title.as_bytes()).collect();
        let digest = cache::key(&titles);
        let all = || self.titles.iter().map(|title| (*title).to_owned());
        let (lists, suggestions) = rayon::join(
            || segment::entries(name, self.texts, &parts, &store),
            || suggestions(name, titles.len(), &digest, all, &store),
        );
        let Some([documents, positions]) = lists? else {
            return Ok(None);
        };
        let suggestions = suggestions?;
        Ok(Some(Written(Segment {
            name,
            range: self.range,
            group: 1,
            folders: [
                documents.folders,
                positions.folders,
                1,
                1,
                suggestions.folders,
            ],
            entries: [documents.named, positions.named, suggestions.named],
            groups: [Vec::new(), Vec::new()],
        })))
    }
}

/// The shards of a segment, as the root lists them.
pub(in crate::search) struct Written(Segment);

impl Written {
    /// What the root says about the segment, given its parts.
    pub(in crate::search) fn head(&self, parts: Vec<PartHead<'static>>) -> SegmentHead<'static> {
        SegmentHead {
            parts,
            ..self.0.head()
        }
    }

    /// Appends what the root lists about the shards of the segment. Then appends, for each part,
    /// the checksums of its shards of C (checksums) and R (records).
    pub(in crate::search) fn list(&self, mut out: Vec<u8>, parts: &[[Vec<u32>; 2]]) -> Vec<u8> {
        let [documents, positions, suggestions] = &self.0.entries;
        out = put_entries(out, documents);
        out = put_entries(out, positions);
        out = put_entries(out, suggestions);
        for sums in parts.iter().flatten() {
            out = put_sums(out, sums.iter().copied());
        }
        out
    }
}
