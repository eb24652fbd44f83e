//! Takes the types of `mulu.yaml`; gives every key that the file may have. The keys come from the
//! errors of the deserializer, which name the keys that it knows. This file must not know what a
//! key means.

use super::raw::RawConfig;
use super::unknown::unknown_key;

/// A key that no map has. The error of the deserializer about it lists the keys that the map has.
const NO_KEY: &str = "?";

/// Every key, by its path, such as `agency.name`. `[]` stands for the items of a list
/// (`columns[].name`), `*` for names that a site chooses (`checks.holidays.*.off`). A key comes
/// before the keys below it. The keys of a column are listed once and not again for nested columns.
pub fn keys() -> Vec<String> {
    let mut all = Vec::new();
    list("", &|inner| inner, &[], &mut all);
    all
}

/// Lists the keys of the map at `path`. `wrap` makes a whole file from the YAML of this map.
/// `above` has the keys one level higher; if this map has the same keys, it is a nested column,
/// which is not listed again.
fn list(path: &str, wrap: &dyn Fn(String) -> String, above: &[String], all: &mut Vec<String>) {
    let Some(known) = known_keys(&wrap(format!("{{\"{NO_KEY}\": 0}}"))) else {
        return;
    };
    if known == above {
        return;
    }
    for key in &known {
        let path = format!("{path}{key}");
        all.push(path.clone());
        let value = |inner| wrap(format!("{{{key}: {inner}}}"));
        list(&format!("{path}."), &value, &known, all);
        list(
            &format!("{path}[]."),
            &|inner| value(format!("[{inner}]")),
            &known,
            all,
        );
        // a name that a site chooses is a year or a text, and `2027` is accepted as either
        list(
            &format!("{path}.*."),
            &|inner| value(format!("{{2027: {inner}}}")),
            &known,
            all,
        );
    }
}

/// The keys that the deserializer names when it refuses [`NO_KEY`]; `None` if it gives another
/// error or none.
fn known_keys(yaml: &str) -> Option<Vec<String>> {
    let error = serde_yaml::from_str::<RawConfig>(yaml).err()?;
    unknown_key(&error)
        .filter(|(key, _)| key == NO_KEY)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_typed_file_is_a_key() {
        let declared = include_str!("raw.rs")
            .split("deny_unknown_fields")
            .skip(1)
            .filter_map(|rest| rest.split_once("struct ")?.1.split("\n}").next())
            .flat_map(str::lines)
            .filter(|line| line.starts_with("    pub") && line.contains(": "))
            .count();
        let all = keys();
        assert_eq!(all.len(), declared, "{all:#?}");
        for key in [
            "agency.name",
            "columns[].children",
            "checks.holidays.*.off",
            "retention",
        ] {
            assert!(
                all.iter().any(|k| k == key),
                "{key} is missing from {all:#?}"
            );
        }
    }

    #[test]
    fn every_key_is_documented() {
        let text = include_str!("../../docs/configuration.md");
        let missing: Vec<String> = keys()
            .into_iter()
            .filter(|key| {
                let name = key.rsplit('.').next().unwrap_or(key);
                let written = [
                    format!("`{name}`"),
                    format!("`{key}`"),
                    format!("{name}:"),
                    format!("## {name}\n"),
                ];
                !written.iter().any(|w| text.contains(w))
            })
            .collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}
