//! A few samples to look at: those whose ids have the smallest hashes, so that they are the same for any number of
//! threads and come from everywhere in the input.

use std::collections::BTreeMap;

use lintseq_dataset::draw;
use lintseq_samples::Sample;
use lintseq_samples::patch::{CONTEXT, between};
use serde::{Deserialize, Serialize};

/// Texts longer than this are not looked at by anybody, and make a page slow.
const LONGEST: usize = 60_000;

/// Samples by the hash of their id.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Examples {
    wanted: usize,
    samples: BTreeMap<u64, Sample>,
}

/// A sample as a page shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Example<'a> {
    sample: &'a Sample,
    /// The rejected text as a change of the current one.
    rejected_diff: Option<String>,
}

impl Examples {
    /// A sample that may be one of those.
    pub(crate) fn of(sample: Sample, wanted: usize) -> Self {
        let mut examples = Self { wanted, samples: BTreeMap::new() };
        let is_long = sample.current.len().max(sample.next.len()).max(sample.metadata.len()) > LONGEST;
        if wanted > 0 && !is_long {
            examples.samples.insert(draw("stats", 0, &sample.id), sample);
        }
        examples
    }

    /// Adds those of another part.
    pub(crate) fn merge(&mut self, other: Self) {
        self.wanted = self.wanted.max(other.wanted);
        self.samples.extend(other.samples);
        while self.samples.len() > self.wanted {
            self.samples.pop_last();
        }
    }

    /// The samples, of which only those that are left are worth a diff.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Example<'_>> {
        let diff = |sample: &Sample, text: &String| between(&sample.path, &sample.current, text, CONTEXT);
        self.samples.values().map(move |sample| Example {
            sample,
            rejected_diff: sample.rejected.as_ref().map(|text| diff(sample, text)),
        })
    }
}
