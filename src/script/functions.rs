//! Takes nothing; defines sets of the functions of a script, which are identified by numbers, and
//! how functions are nested. `mod.rs` reads the script. This file must not know how a script is
//! read.

/// A set of functions, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Functions(Vec<u64>);

impl Functions {
    pub(super) fn add(&mut self, number: usize) {
        self.0.resize(self.0.len().max(number / 64 + 1), 0);
        self.0[number / 64] |= 1 << (number % 64);
    }

    pub(super) fn has(&self, number: usize) -> bool {
        let word = self.0.get(number / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn join(&mut self, other: &Functions) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn meets(&self, other: &Functions) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

/// How often a name is used, and in which functions, with all functions around them.
#[derive(Debug, Default)]
pub(super) struct Uses {
    pub(super) count: usize,
    pub(super) used: Functions,
}

/// How functions are nested. Number 0 is the whole script.
pub(super) struct Nesting {
    pub(super) parents: Vec<usize>,
    /// The innermost function of each token.
    pub(super) of_token: Vec<usize>,
}

impl Nesting {
    /// The function of a token, and all functions around it, the innermost first.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(self.of_token[at]), |f| {
            (*f > 0).then(|| self.parents[*f])
        })
    }
}
