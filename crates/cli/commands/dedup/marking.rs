//! What is looked at in a record, as the options say it; the same whether its rows are in files or in memory.

use lintseq_dataset::dedup::{Bands, Likeness, MarkOptions, Marker, Near, Priority};
use lintseq_dataset::{GlanceDecoder, Texts};

use crate::arguments::{self, DedupArguments};

/// How much more a duplicate that is missed weighs than a candidate that verification turns down.
const WEIGHT_WITH_VERIFICATION: f64 = 10.0;

impl DedupArguments {
    /// The texts that are compared.
    pub(super) fn texts(&self) -> Texts {
        Texts::new(&self.field)
    }

    /// What the pass reads that marks.
    pub(super) fn marking_decoder(&self) -> GlanceDecoder {
        let mut fields = self.texts().fields();
        fields.extend(self.priorities().into_iter().map(|priority| priority.column));
        GlanceDecoder { id_field: self.id_field.clone(), fields }
    }

    /// What marks.
    pub(super) fn marker(&self) -> Marker {
        let likeness = match self.likeness {
            arguments::Likeness::Bytes => Likeness::Bytes,
            arguments::Likeness::Tokens => Likeness::Tokens,
            arguments::Likeness::Near => {
                Likeness::Near(Near { shingle: self.shingle.get(), bands: self.bands(), seed: self.seed })
            }
        };
        Marker::new(MarkOptions {
            likeness,
            texts: self.texts(),
            priorities: self.priorities(),
            keep_shingles: self.verify,
        })
    }

    /// Whether bands follow from the threshold, and from whether candidates are verified.
    pub(super) fn chooses_bands(&self) -> bool {
        self.likeness == arguments::Likeness::Near && self.bands.is_none()
    }

    /// The bands that are named, else those that fit the threshold.
    pub(super) fn bands(&self) -> Bands {
        if let (Some(bands), Some(rows)) = (self.bands, self.rows) {
            return Bands { bands: bands.get(), rows: rows.get() };
        }
        let weight_of_missing = if self.verify { WEIGHT_WITH_VERIFICATION } else { 1.0 };
        Bands::for_threshold(self.threshold, weight_of_missing)
    }

    fn priorities(&self) -> Vec<Priority> {
        self.prefer.iter().map(|text| Priority::parse(text)).collect()
    }
}
