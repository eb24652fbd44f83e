//! Takes the list of a gram; gives the bytes of its entries in family D (documents, and places in
//! heads) and family P (positions in bodies). A long list is divided by ranges of documents. This
//! file must not know shards.
//!
//! docs/search.md describes both layouts.

use super::postings::List;
use super::shard::Entry;
use crate::search::format::code::{BitWriter, put_varint, rice_parameter};
use crate::search::format::hit::HeadHit;

/// A part of a list, borrowed from the list.
#[derive(Clone, Copy)]
struct Part<'a> {
    docs: &'a [u32],
    heads: &'a [(u32, HeadHit)],
    counts: &'a [u32],
    positions: &'a [u32],
    skipped: u32, // the number of documents in the list before this part
}

impl<'a> Part<'a> {
    fn split(self, doc: u32) -> (Part<'a>, Part<'a>) {
        let d = self.docs.partition_point(|&x| x < doc);
        let h = self
            .heads
            .partition_point(|x| x.0 < self.skipped + d as u32);
        let c = d.min(self.counts.len());
        let p = self.counts[..c].iter().map(|&c| c as usize).sum();
        let (docs, docs2) = self.docs.split_at(d);
        let (heads, heads2) = self.heads.split_at(h);
        let (counts, counts2) = self.counts.split_at(c);
        let (positions, positions2) = self.positions.split_at(p);
        let skipped = self.skipped + d as u32;
        (
            Part {
                docs,
                heads,
                counts,
                positions,
                ..self
            },
            Part {
                docs: docs2,
                heads: heads2,
                counts: counts2,
                positions: positions2,
                skipped,
            },
        )
    }
}

/// A list of at most this many documents has no P entry: the texts are so few that a reader
/// searches them directly. Half of all grams have such a short list.
pub(super) const FEW: usize = 12;

/// Size limits of the entries of a segment, in bytes. An entry about one document may be larger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The largest size of an entry in D.
    pub documents: usize,
    /// The largest size of an entry in P.
    pub positions: usize,
    /// Positions of at most this many bytes are in D, so that an edit changes one file, not two.
    pub inline: usize,
    /// Whether positions are written at all.
    pub any_positions: bool,
}

/// Writes the entries of `key` to `d` and `p`. An entry above its size limit is divided at a
/// multiple of a high power of two, because an edit seldom moves such a division.
pub(super) fn write(key: u64, list: &List, limits: Limits, d: &mut Vec<Entry>, p: &mut Vec<Entry>) {
    let whole = Part {
        docs: &list.docs,
        heads: &list.heads,
        counts: &list.counts,
        positions: &list.positions,
        skipped: 0,
    };
    let width = list.docs.last().map_or(1, |&l| (l + 1).next_power_of_two());
    let placed = limits.any_positions && list.docs.len() > FEW && !list.positions.is_empty();
    if placed && list.positions.len() <= limits.inline * 8 {
        let inline = positions(whole, list.docs.len(), limits.inline);
        if let Some(bytes) = inline.and_then(|inline| documents(whole, &inline, limits.documents)) {
            d.push(Entry {
                key,
                first: 0,
                bytes,
            });
            return;
        }
    }
    halve(
        key,
        whole,
        0,
        width,
        limits.documents,
        &|part, limit| documents(part, &[], limit),
        d,
    );
    if placed {
        halve(
            key,
            whole,
            0,
            width,
            limits.positions,
            &|part, limit| positions(part, list.docs.len(), limit),
            p,
        );
    }
}

/// A function that gives the bytes of a part; none if they would exceed the limit.
type Write<'a> = &'a dyn Fn(Part, usize) -> Option<Vec<u8>>;

fn halve(
    key: u64,
    part: Part,
    first: u32,
    width: u32,
    limit: usize,
    write: Write,
    out: &mut Vec<Entry>,
) {
    if part.docs.is_empty() {
        return;
    }
    if let Some(bytes) = write(part, if width > 1 { limit } else { usize::MAX }) {
        out.push(Entry { key, first, bytes });
        return;
    }
    let middle = first + width / 2;
    let (left, right) = part.split(middle);
    halve(key, left, first, width / 2, limit, write, out);
    halve(key, right, middle, width / 2, limit, write, out);
}

fn documents(part: Part, inline: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (n, first) = (part.docs.len(), part.docs[0]);
    let k = rice_parameter(
        u64::from(part.docs[n - 1] - first) - (n as u64 - 1),
        n as u64 - 1,
    );
    // Each distance takes at least k + 1 bits. If these exceed the limit, stop.
    if (n - 1) * (k as usize + 1) / 8 + inline.len() > limit {
        return None;
    }
    put_varint(
        &mut out,
        (n as u64) << 2 | u64::from(!inline.is_empty()) << 1 | u64::from(!part.heads.is_empty()),
    );
    if !inline.is_empty() {
        put_varint(&mut out, inline.len() as u64);
    }
    put_varint(&mut out, u64::from(first));
    if n > 1 {
        out.push(k as u8);
    }
    let groups = || part.heads.chunk_by(|a, b| a.0 == b.0);
    let (mut kg, mut ko) = (0, 0);
    if !part.heads.is_empty() {
        let h = groups().count();
        put_varint(&mut out, h as u64);
        let last = part.heads[part.heads.len() - 1].0 - part.skipped;
        kg = rice_parameter(u64::from(last + 1) - h as u64, h as u64);
        ko = rice_parameter(
            offsets(part.heads).map(u64::from).sum(),
            part.heads.len() as u64,
        );
        out.extend([kg as u8, ko as u8]);
    }
    let mut bits = BitWriter::after(out);
    for two in part.docs.windows(2) {
        bits.rice(two[1] - two[0] - 1, k);
    }
    let mut next = part.skipped;
    let mut offsets = offsets(part.heads);
    for group in groups() {
        bits.rice(group[0].0 - next, kg);
        next = group[0].0 + 1;
        bits.rice(group.len() as u32 - 1, 0);
        for (_, hit) in group {
            if hit.field < 3 {
                bits.bits(u32::from(hit.field), 2);
            } else {
                bits.bits(3 << 3 | u32::from(hit.field), 5);
            }
            if hit.field < 4 {
                // The usual case (no sequence of digits is divided, the field continues) takes one
                // bit.
                if hit.flags == 3 {
                    bits.bits(0, 1)
                } else {
                    bits.bits(1 << 3 | u32::from(hit.flags), 4)
                }
            }
            bits.rice(offsets.next().unwrap_or(0), ko);
        }
    }
    let mut out = bits.finish();
    out.extend_from_slice(inline);
    (out.len() <= limit).then_some(out)
}

/// The offsets as written: the distance from the previous occurrence in the same field, less 1. The
/// first in a field has its own offset.
fn offsets(heads: &[(u32, HeadHit)]) -> impl Iterator<Item = u32> {
    heads.iter().enumerate().map(
        move |(i, (doc, hit))| match i.checked_sub(1).map(|j| &heads[j]) {
            Some((d, before)) if d == doc && before.field == hit.field => {
                hit.offset - before.offset - 1
            }
            _ => hit.offset,
        },
    )
}

/// How much the Rice parameter is reduced for a document with `count` positions. More positions
/// have smaller gaps.
fn closeness(count: u32) -> u32 {
    (count + 1).ilog2().saturating_sub(1)
}

/// For three parameters: the bits in the Rice codes of all gaps of a list. The last bit of each
/// unary part is not counted.
fn costs<'p>(bodies: impl Iterator<Item = &'p [u32]>, tried: [u32; 3]) -> [u64; 3] {
    let mut costs = [0u64; 3];
    for body in bodies {
        let less = closeness(body.len() as u32);
        let [a, b, c] = tried.map(|k| k.saturating_sub(less));
        let mut next = 0;
        for &p in body {
            let gap = p - next;
            costs[0] += u64::from((gap >> a) + a);
            costs[1] += u64::from((gap >> b) + b);
            costs[2] += u64::from((gap >> c) + c);
            next = p + 1;
        }
    }
    costs
}

/// The P entry of a part of a list; none if it is longer than the limit.
fn positions(part: Part, all_docs: usize, limit: usize) -> Option<Vec<u8>> {
    let divided = part.docs.len() < all_docs;
    let (all, limit_bits) = (
        part.positions.len() as u64,
        (limit as u64).saturating_mul(8).saturating_add(7),
    );
    // Every position takes at least one bit.
    if all > limit_bits {
        return None;
    }
    // Most documents have one position, so 1 gets the shortest code.
    let code = |c: u32| if c < 2 { 1 - c } else { c };
    let kc = rice_parameter(
        part.counts.iter().map(|&c| u64::from(code(c))).sum(),
        part.counts.len() as u64,
    )
    .min(3);
    let bodies = || {
        let mut rest = part.positions;
        part.counts.iter().map(move |&c| {
            let (body, behind) = rest.split_at(c as usize);
            rest = behind;
            body
        })
    };
    let closeness = |body: &[u32]| closeness(body.len() as u32);
    // the sum of all gaps of a document
    let gaps = |body: &[u32]| {
        body.last()
            .map_or(0, |&last| u64::from(last + 1) - body.len() as u64)
    };
    let guess = rice_parameter(
        bodies().map(|body| gaps(body) << closeness(body)).sum(),
        all,
    );
    let tried = [guess.saturating_sub(1), guess, guess + 1];
    // A lower bound of the size. To shift the sum of a document's gaps is faster than to shift each
    // gap. The bound is too small by at most one bit per gap.
    let least = |&k: &u32| {
        let of = |body: &[u32]| {
            let (n, k) = (body.len() as u64, k.saturating_sub(closeness(body)));
            n * u64::from(k) + n.max(gaps(body) >> k)
        };
        bodies().map(of).sum::<u64>()
    };
    if all > limit as u64 / 2 && tried.iter().all(|k| least(k) > limit_bits) {
        return None;
    }
    let costs = costs(bodies(), tried);
    let best = (0..3).min_by_key(|&i| costs[i]).unwrap_or(1);
    if costs[best] + all > limit_bits {
        return None;
    }
    let k = tried[best].min(31);
    let mut out =
        Vec::with_capacity(((costs[best] + all) / 8) as usize + part.counts.len() / 2 + 16);
    out.push((u32::from(divided) << 7 | kc << 5 | k) as u8);
    if divided {
        put_varint(&mut out, part.docs.len() as u64);
        put_varint(&mut out, u64::from(part.docs[0]));
    }
    let mut bits = BitWriter::after(out);
    for body in bodies() {
        bits.rice(code(body.len() as u32), kc);
        let k = k.saturating_sub(closeness(body));
        let mut next = 0;
        for &p in body {
            bits.rice(p - next, k);
            next = p + 1;
        }
    }
    Some(bits.finish()).filter(|bytes| bytes.len() <= limit)
}
