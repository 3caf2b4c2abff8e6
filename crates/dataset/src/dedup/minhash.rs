//! `MinHash` (Broder 1997): the chance that two sets have the same smallest element under a random permutation is
//! their Jaccard similarity. Bands of rows turn many such elements into keys that similar sets share (locality-
//! sensitive hashing; Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3).
//!
//! Every permutation sees every shingle. Cheaper schemes that split one permutation among the positions miss
//! texts whose beginning has changed, or need repairs where a text is short, and code is often short.

use super::permutations::Permutations;
use super::shingles::{Shingler, mix};

/// How near-duplicates are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// How many code tokens a shingle has.
    pub shingle: usize,
    /// How signatures are cut.
    pub bands: Bands,
    /// Draws the permutations.
    pub seed: u64,
}

/// How a signature is cut into bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The number of bands: more of them find more.
    pub bands: usize,
    /// The number of rows in each: more of them find less.
    pub rows: usize,
}

impl Bands {
    /// The most permutations that [`Bands::for_threshold`] spends.
    const PERMUTATIONS: usize = 128;

    /// The bands that fit a threshold best: the area of what is missed above it, times a weight, and of what is found
    /// below it, together as small as at most 128 permutations allow. A weight of 1 is the rule of datasketch; where
    /// what is found is verified, and costs only time, missing weighs more.
    pub fn for_threshold(threshold: f64, weight_of_missing: f64) -> Self {
        let mut best = (f64::INFINITY, Self { bands: 1, rows: 1 });
        for bands in 1..=Self::PERMUTATIONS {
            for rows in 1..=Self::PERMUTATIONS / bands {
                let candidate = Self { bands, rows };
                let found = area(0.0, threshold, |similarity| candidate.recall(similarity));
                let missed = area(threshold, 1.0, |similarity| 1.0 - candidate.recall(similarity));
                let cost = found + weight_of_missing * missed;
                if cost < best.0 {
                    best = (cost, candidate);
                }
            }
        }
        best.1
    }

    /// The chance that two sets of this similarity share a band.
    pub fn recall(self, similarity: f64) -> f64 {
        1.0 - (1.0 - similarity.powf(self.rows as f64)).powf(self.bands as f64)
    }
}

fn area(from: f64, to: f64, height: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 100;
    let width = (to - from) / f64::from(STEPS);
    (0..STEPS).map(|step| height(from + (f64::from(step) + 0.5) * width) * width).sum()
}

/// Makes signatures; one for each thread.
#[derive(Clone, Debug)]
pub(crate) struct MinHash {
    bands: Bands,
    permutations: Permutations,
    shingler: Shingler,
    shingles: Vec<u64>,
    smallest: Vec<u64>,
}

impl MinHash {
    pub(crate) fn new(near: &Near) -> Self {
        let Bands { bands, rows } = near.bands;
        Self {
            bands: near.bands,
            permutations: Permutations::new(bands * rows, near.seed),
            shingler: Shingler::new(near.shingle),
            shingles: Vec::new(),
            smallest: Vec::new(),
        }
    }

    /// The key of every band for the texts of some fields; nothing for texts without tokens.
    pub(crate) fn keys<'t>(
        &mut self,
        texts: impl Iterator<Item = (usize, &'t str)>,
    ) -> impl Iterator<Item = u64> + '_ {
        self.shingles.clear();
        for (field, text) in texts {
            self.shingler.read(field, text, &mut self.shingles);
        }
        self.smallest.clear();
        if !self.shingles.is_empty() {
            self.permutations.smallest(&self.shingles, &mut self.smallest);
        }
        let bands = self.smallest.chunks_exact(self.bands.rows);
        bands.zip(1..).map(|(rows, band)| rows.iter().fold(mix(band), |key, &row| mix(key ^ row)))
    }

    /// The shingles of the record that was read last, with repetitions.
    pub(crate) fn shingles(&self) -> &[u64] {
        &self.shingles
    }
}

/// The signatures of many texts: for each the keys of its bands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatures {
    bands: usize,
    keys: Vec<u64>,
    /// Whether a text has tokens, and so keys.
    present: Vec<bool>,
}

impl Signatures {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.present.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.present.is_empty()
    }

    /// The keys of a text's bands: two texts that share one are candidates. Nothing for a text without tokens.
    pub fn of(&self, text: usize) -> &[u64] {
        let keys = &self.keys[text * self.bands..][..self.bands];
        if self.present[text] { keys } else { &[] }
    }
}

/// The `MinHash` signatures of texts, cut into bands, exactly as `dedup` computes them.
///
/// ```
/// use lintseq_dataset::dedup::{Bands, Near, minhash_signatures};
///
/// let near = Near { shingle: 5, bands: Bands { bands: 14, rows: 8 }, seed: 0 };
/// let signatures = minhash_signatures(["a[i] <= b[i + 1]", "a[i]<=b[i+1]", "a[i] >= b[i + 1]"], &near);
/// assert_eq!(signatures.of(0), signatures.of(1));
/// assert_ne!(signatures.of(0), signatures.of(2));
/// ```
pub fn minhash_signatures<'t>(texts: impl IntoIterator<Item = &'t str>, near: &Near) -> Signatures {
    let mut minhash = MinHash::new(near);
    let mut signatures = Signatures { bands: near.bands.bands, keys: Vec::new(), present: Vec::new() };
    for text in texts {
        let before = signatures.keys.len();
        signatures.keys.extend(minhash.keys([(0, text)].into_iter()));
        signatures.present.push(signatures.keys.len() > before);
        signatures.keys.resize(before + signatures.bands, 0);
    }
    signatures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_fit_their_threshold() {
        for threshold in [0.5, 0.7, 0.8, 0.9] {
            let bands = Bands::for_threshold(threshold, 1.0);
            assert!(bands.bands * bands.rows <= 128);
            assert!(bands.recall(threshold + 0.09) > 0.75, "{threshold}: {bands:?}");
            assert!(bands.recall(threshold - 0.2) < 0.25, "{threshold}: {bands:?}");
            let generous = Bands::for_threshold(threshold, 10.0);
            assert!(generous.recall(threshold) > 0.8, "{threshold}: {generous:?}");
        }
    }

    /// Signatures lie in files, and those of different versions must meet.
    #[test]
    fn signatures_never_change() {
        let near = Near { shingle: 2, bands: Bands { bands: 2, rows: 3 }, seed: 1 };
        let signatures = minhash_signatures(["def f(x):\n    return x + 1\n"], &near);
        assert_eq!(signatures.of(0), [0x14c8_7027_de70_2c27, 0xddbd_c0a2_eb0c_bc8e]);
    }

    #[test]
    fn texts_without_tokens_have_no_keys() {
        let near = Near { shingle: 5, bands: Bands { bands: 3, rows: 2 }, seed: 0 };
        let signatures = minhash_signatures([" ", "a", ""], &near);
        assert_eq!([0, 1, 2].map(|text| signatures.of(text).len()), [0, 3, 0]);
    }

    /// Two texts of so many shared and other shingles meet in a band as often as theory says.
    #[test]
    fn recall_is_that_of_theory() {
        const ROUNDS: u32 = 400;
        let near = Near { shingle: 1, bands: Bands { bands: 14, rows: 8 }, seed: 7 };
        for (shared, other) in [(40, 8), (140, 30), (160, 20), (180, 10), (190, 5)] {
            let similarity = f64::from(shared) / f64::from(shared + 2 * other);
            let text = |round: u32, range: [std::ops::Range<u32>; 2]| {
                range.into_iter().flatten().map(|at| format!("w{round}x{at} ")).collect::<String>()
            };
            let texts: Vec<String> = (0..ROUNDS)
                .flat_map(|round| {
                    [shared..shared + other, 1000..1000 + other].map(|own| text(round, [0..shared, own]))
                })
                .collect();
            let signatures = minhash_signatures(texts.iter().map(String::as_str), &near);
            let share_a_band = |round: &usize| {
                signatures.of(2 * round).iter().any(|key| signatures.of(2 * round + 1).contains(key))
            };
            let met = (0..ROUNDS as usize).filter(share_a_band).count();
            let (found, theory) = (met as f64 / f64::from(ROUNDS), near.bands.recall(similarity));
            // Three standard deviations of so many rounds.
            let slack = 3.0 * (theory * (1.0 - theory) / f64::from(ROUNDS)).sqrt() + 0.005;
            assert!(
                (found - theory).abs() < slack,
                "similarity {similarity:.2}: {found:.3}, theory {theory:.3}"
            );
        }
    }
}
