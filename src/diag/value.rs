//! Takes one text for both languages, or one phrase for each; gives an argument of a message.
//!
//! This file must not know the message in which the argument is used.

use super::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Display;

/// A phrase in both languages, used inside a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A phrase in both languages.
pub fn words(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words {
        zh: zh.into(),
        en: en.into(),
    }
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// The same text in both languages: a name, a number, a date.
    Text(String),
    /// A phrase that reads differently in each language.
    Words(Words),
}

impl Value {
    /// The argument in one language. `show` changes it for the output, for example masks numbers.
    pub fn shown<'a>(&'a self, lang: Lang, show: fn(&str) -> Cow<'_, str>) -> Cow<'a, str> {
        show(match (self, lang) {
            (Value::Text(text), _) => text,
            (Value::Words(words), Lang::Zh) => &words.zh,
            (Value::Words(words), Lang::En) => &words.en,
        })
    }
}

impl Default for Value {
    fn default() -> Value {
        Value::Text(String::new())
    }
}

impl From<Words> for Value {
    fn from(words: Words) -> Value {
        Value::Words(words)
    }
}

impl<T: Display> From<T> for Value {
    fn from(text: T) -> Value {
        Value::Text(text.to_string())
    }
}
