//! Takes the text of `mulu.yaml`; gives a `RawConfig`, and a finding for every unknown key and every
//! value of a wrong type. This file must not know which values are allowed.

use super::places::{keys, yaml_finding};
use super::raw::RawConfig;
use crate::diag::{Diagnostic, Message, Place, Words, words, yaml};
use serde::Deserialize;

/// Reads the file and reports every unknown key and every value of a wrong type. The YAML reader
/// stops at the first fault, so each is removed before the next reading, and a default stands in its
/// place.
pub(super) fn read_raw(text: &str) -> Result<(RawConfig, Vec<Diagnostic>), Vec<Diagnostic>> {
    if yaml::is_too_deep(text) {
        return Err(vec![yaml_finding(text, yaml::TOO_DEEP, None)]);
    }
    let error = match serde_yaml::from_str(text) {
        Ok(raw) => return Ok((raw, Vec::new())),
        Err(error) => error,
    };
    let index = error.location().map(|l| l.index().min(text.len()));
    let Ok(mut value) = serde_yaml::from_str::<serde_yaml::Value>(text) else {
        return Err(vec![yaml_finding(text, &error.to_string(), index)]);
    };
    // only the first error, which is about the text itself, states a place in the text
    let mut first = Some((error, index));
    let mut findings = Vec::new();
    let mut taken: Vec<Vec<String>> = Vec::new();
    loop {
        let error = match RawConfig::deserialize(value.clone()) {
            Ok(raw) => return Ok((raw, findings)),
            Err(error) => error,
        };
        let unknown = unknown_key(&error)
            .and_then(|(key, known)| Some((take_out(&mut value, &key, &known)?, known)));
        let (first, index) = first.take().unzip();
        let Some((path, known)) = unknown else {
            // An error from parsed values states no place or path. The error of a second reading,
            // from text, states the path.
            let again = || {
                let yaml = serde_yaml::to_string(&value).ok()?;
                serde_yaml::from_str::<RawConfig>(&yaml).err()
            };
            let said = first.or_else(again).unwrap_or(error).to_string();
            findings.push(yaml_finding(text, &said, index.flatten()));
            if !yaml::path(&said).is_some_and(|path| set_aside(&mut value, path)) {
                return Err(findings);
            }
            continue;
        };
        let before = taken.iter().filter(|p| **p == path).count();
        findings.push(unknown_key_finding(text, &path, before, &known));
        taken.push(path);
    }
}

/// Removes the value at a path of the YAML reader; for a path through a list, the list. The title,
/// without which there is no configuration, is replaced by a text. Gives whether anything changed.
fn set_aside(value: &mut serde_yaml::Value, path: &str) -> bool {
    let path = path.split('[').next().unwrap_or_default();
    if path == "title" {
        let title = value.get_mut("title").filter(|title| !title.is_string());
        return title.map(|title| *title = "title".into()).is_some();
    }
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut steps = above.split('.').filter(|step| !step.is_empty());
    let map = steps.try_fold(value, |value, step| value.get_mut(step));
    map.and_then(|map| map.as_mapping_mut()?.remove(key))
        .is_some()
}

/// The unknown key that the YAML reader refused, and the allowed keys.
pub(super) fn unknown_key(error: &serde_yaml::Error) -> Option<(String, Vec<String>)> {
    let message = error.to_string();
    let (key, rest) = message.split_once("unknown field `")?.1.split_once('`')?;
    Some((
        key.to_owned(),
        rest.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect(),
    ))
}

/// Removes an unknown key; gives its path, without positions in lists. The error does not say which
/// map has it. If several maps have it, the one that best fits the known keys is chosen.
fn take_out(value: &mut serde_yaml::Value, key: &str, known: &[String]) -> Option<Vec<String>> {
    use serde_yaml::Value;
    fn search(
        value: &Value,
        path: &[Value],
        key: &str,
        known: &[String],
        best: &mut Option<(i64, Vec<Value>)>,
    ) {
        let below = |step: Value| [path, &[step]].concat();
        match value {
            Value::Sequence(items) => items
                .iter()
                .enumerate()
                .for_each(|(i, item)| search(item, &below(i.into()), key, known, best)),
            Value::Mapping(map) => {
                let score: i64 = map
                    .keys()
                    .map(|k| {
                        if known.iter().any(|n| k.as_str() == Some(n)) {
                            1
                        } else {
                            -1
                        }
                    })
                    .sum();
                if map.contains_key(key) && best.as_ref().is_none_or(|(b, _)| score > *b) {
                    *best = Some((score, path.to_vec()));
                }
                // `extra` may have any keys
                for (name, value) in map
                    .iter()
                    .filter(|(name, _)| !path.is_empty() || name.as_str() != Some("extra"))
                {
                    search(value, &below(name.clone()), key, known, best);
                }
            }
            _ => {}
        }
    }
    let mut best = None;
    search(value, &[], key, known, &mut best);
    let (_, path) = best?;
    let map = path
        .iter()
        .try_fold(value, |value, step| match step.as_u64() {
            Some(i) => value.get_mut(i as usize),
            None => value.get_mut(step),
        })?;
    map.as_mapping_mut()?.remove(key)?;
    Some(
        path.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .chain([key.to_owned()])
            .collect(),
    )
}

/// The name that was probably meant.
pub(super) fn nearest<'n>(written: &str, known: &[&'n str]) -> Option<&'n str> {
    let written = written.to_lowercase();
    let near = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &written);
    // a Chinese word is no misspelt English name
    let of_its_script = known.iter().filter(|n| n.is_ascii() == written.is_ascii());
    let best = of_its_script.max_by(|a, b| near(a).total_cmp(&near(b)))?;
    (near(best) > 0.75).then_some(best)
}

/// The maximum number of names that [`instead`] lists.
const LISTED: usize = 12;

/// What to write for an unknown name, as the end of a sentence: the probable name, or the allowed
/// ones.
pub fn instead(written: &str, known: &[&str]) -> Words {
    if let Some(near) = nearest(written, known) {
        return words(
            format!("是不是“{near}”？"),
            format!("did you mean `{near}`?"),
        );
    }
    if known.is_empty() {
        return words("这里没有可用的名称", "no name is allowed here");
    }
    let shown = &known[..known.len().min(LISTED)];
    let (zh, en) = (shown.join("、"), shown.join(", "));
    match known.len() > LISTED {
        true => words(format!("可用的有：{zh}等"), format!("there are: {en}, ...")),
        false => words(format!("可用的有：{zh}"), format!("there are: {en}")),
    }
}

fn unknown_key_finding(text: &str, path: &[String], before: usize, known: &[String]) -> Diagnostic {
    let key = path.last().map(String::as_str).unwrap_or_default();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let suggestion = match nearest(key, &known) {
        Some(near) => words(
            format!("是不是“{near}”？"),
            format!("Did you mean `{near}`?"),
        ),
        None => words(
            format!("可用的有：{}。", known.join("、")),
            format!("There are: {}.", known.join(", ")),
        ),
    };
    let finding = Diagnostic::new(Message::UnknownKey {
        key: key.into(),
        suggestion: suggestion.into(),
    });
    // each key comes after its parent
    let (above, last) = path.split_at(path.len() - 1);
    let from = above.iter().fold(0, |from, name| {
        keys(text, from, name).next().map_or(from, |r| r.end)
    });
    match last
        .first()
        .and_then(|name| keys(text, from, name).nth(before))
    {
        Some(range) => finding.at(Place::new("mulu.yaml", text, range)),
        None => finding.in_file("mulu.yaml"),
    }
}
