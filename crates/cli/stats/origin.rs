//! Where rows come from, as the manifests beside them tell.

use std::path::{Path, PathBuf};

use lintseq_dataset::Manifest;
use lintseq_dataset::filter::Funnel;
use serde::Deserialize as _;

/// What became of the records that rows were made of; empty where no manifest tells.
#[derive(Debug, Default)]
pub(crate) struct Origin {
    /// Records in, out, and left out by reason.
    pub(crate) records: Vec<(String, u64)>,
    /// What each filter kept.
    pub(crate) filters: Funnel,
}

impl Origin {
    /// The sum over all inputs that have a manifest.
    pub(crate) fn of(inputs: &[PathBuf]) -> Self {
        let mut origin = Self::default();
        for manifest in inputs.iter().filter_map(|input| Manifest::load(&manifest_of(input))) {
            origin.add("in", manifest.records.records_in());
            origin.add("out", manifest.records.records_out());
            manifest.records.rejected().for_each(|(reason, count)| origin.add(reason.as_str(), count));
            for (reason, count) in manifest.records.left_out() {
                origin.add(&format!("rows left out: {}", reason.as_str()), count);
            }
            if let Some(filters) =
                manifest.stats.get("filters").and_then(|filters| Funnel::deserialize(filters).ok())
            {
                origin.filters.merge(filters);
            }
        }
        origin
    }

    /// What is left after each filter, for a plot.
    pub(crate) fn bars(&self) -> Vec<(String, u64)> {
        let stages = self.filters.stages();
        let first = stages.first().map(|first| ("in".to_owned(), first.records_in));
        let after = stages.iter().map(|stage| (format!("after {}", stage.filter), stage.records_out));
        first.into_iter().chain(after).collect()
    }

    fn add(&mut self, name: &str, count: u64) {
        match self.records.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += count,
            None => self.records.push((name.to_owned(), count)),
        }
    }
}

fn manifest_of(input: &Path) -> PathBuf {
    if input.is_dir() { input.join("manifest.json") } else { input.with_added_extension("manifest.json") }
}
