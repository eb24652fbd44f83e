//! Takes artifacts; gives a site in memory, for tests and for programs that use the library. This
//! file must not know the disk.

use super::sink::{Artifact, Fingerprint, Sink};
use crate::diag::Error;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Files by path.
#[derive(Default)]
pub struct Memory {
    files: Mutex<HashMap<String, Arc<Vec<u8>>>>,
}

impl Sink for Memory {
    fn put(&self, artifact: Artifact) -> Result<Fingerprint, Error> {
        let fingerprint = Fingerprint::of(&artifact.bytes);
        if let Ok(mut files) = self.files.lock() {
            files.insert(artifact.path, Arc::new(artifact.bytes));
        }
        Ok(fingerprint)
    }
}

impl Memory {
    /// All files.
    pub fn into_files(self) -> HashMap<String, Arc<Vec<u8>>> {
        self.files.into_inner().unwrap_or_default()
    }
}
