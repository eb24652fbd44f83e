//! Takes the artifacts of a build; puts them into a bag, as the site of a package. This file must
//! not know what else is in the package.

use crate::archive::{self, Bag};
use crate::build::Outcome;
use crate::diag::{Error, Severity};
use crate::output::{Artifact, Fingerprint, Sink};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The bag as the sink of the site.
pub(super) struct Site<'a> {
    bag: &'a Bag,
    /// The error for a second file with the same address. Normally the build has a clearer finding
    /// about it.
    twice: Mutex<Option<Error>>,
}

impl<'a> Site<'a> {
    pub(super) fn new(bag: &'a Bag) -> Site<'a> {
        Site {
            bag,
            twice: Mutex::default(),
        }
    }

    /// The result of the build, or the error for a second file with the same address if no finding
    /// explains it.
    pub(super) fn ended(self, outcome: Outcome) -> Result<Outcome, Error> {
        match self
            .twice
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
        {
            Some(error) if !outcome.has(Severity::Error) => Err(error),
            _ => Ok(outcome),
        }
    }

    fn fingerprint(&self, put: Result<archive::Digests, Error>) -> Result<Fingerprint, Error> {
        match put {
            Ok(d) => Ok(Fingerprint {
                digest: d.sha256,
                size: d.size,
            }),
            Err(error) if matches!(&error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::AlreadyExists) =>
            {
                *self.twice.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Ok(Fingerprint {
                    digest: [0; 32],
                    size: 0,
                })
            }
            Err(error) => Err(error),
        }
    }
}

impl Sink for Site<'_> {
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        self.fingerprint(self.bag.put(
            &format!("{}/{}", archive::SITE, artifact.path),
            &artifact.bytes,
        ))
    }

    fn copy(&self, path: &str, from: &Path) -> Result<Fingerprint, Error> {
        self.fingerprint(self.bag.copy(&format!("{}/{path}", archive::SITE), from))
    }
}
