//! Takes the pairs of a traditional and a simplified character; gives `search/pairs-SUM.js` (SUM is
//! a checksum), and the few pairs inside the engine. This module must not know texts or queries.
//!
//! GB 2312 has the simplified characters in use. The engine itself contains the few pairs whose
//! first character is in GB 2312. The engine thus needs the file only for a text with a Han
//! character outside GB 2312.

use super::format::code::{put_varint, to_units};
use super::format::pack::{deflate_best, is_common_han};
use super::format::shard::{base, script};
use crate::fold::simplified_pairs;
use crate::output::Artifact;

/// The pairs whose first (traditional) character is in GB 2312, as one text.
pub(super) fn common() -> String {
    simplified_pairs()
        .filter(|(traditional, _)| is_common_han(*traditional))
        .flat_map(<[char; 2]>::from)
        .collect()
}

/// The file of all pairs, its name below `search/` without `.js`, and its checksum.
pub(super) fn file() -> (Artifact, String, u32) {
    let (payload, sum) = to_units(&deflate_best(&listed()));
    let name = format!("pairs-{:0>4}", base(u64::from(sum), 32));
    (script(&name, &payload), name, sum)
}

/// All pairs, sorted by simplified character: first their number, then the distances from each
/// simplified character to the next, then the distances between the traditional characters, which
/// may be negative. This form, deflated, takes half the space of the pairs as text.
fn listed() -> Vec<u8> {
    let mut pairs: Vec<(u32, u32)> = simplified_pairs()
        .map(|(traditional, simplified)| (u32::from(simplified), u32::from(traditional)))
        .collect();
    pairs.sort_unstable();
    let mut out = Vec::new();
    put_varint(&mut out, pairs.len() as u64);
    let mut last = 0;
    for (simplified, _) in &pairs {
        put_varint(&mut out, u64::from(simplified - last));
        last = *simplified;
    }
    let mut last = 0;
    for (_, traditional) in pairs {
        let (less, distance) = (traditional < last, traditional.abs_diff(last));
        put_varint(&mut out, 2 * u64::from(distance) + u64::from(less));
        last = traditional;
    }
    out
}
