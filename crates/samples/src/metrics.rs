//! How near a predicted next text comes to the true one.
//!
//! The three matches are those of Next Edit Prediction (lurf21/NextEditPrediction, `evaluate/evaluate.py`), to the
//! line: chunks are the hunks of Python's `difflib` with three lines of context, those that only change blank lines
//! left out, and the first chunk of the truth is looked for among those of the prediction. Where the truth changes
//! nothing but blank lines the published code fails; here nothing matches.

use crate::difflib::chunks as difflib_chunks;
use crate::patch::lines;

/// Edits of more characters than this are not compared for their similarity, which takes the product of their lengths.
const COMPARABLE: usize = 20_000;

/// How a prediction compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// It is the true text.
    pub exact: bool,
    /// It makes the first true chunk, where that stands, with the context that it has there.
    pub partial: bool,
    /// It changes something with the same unchanged lines around it as the first true chunk.
    pub position: bool,
    /// How much of the edit is the same, from 0 to 1: one minus the Levenshtein distance over the longer length, of
    /// the lines that either edit touches; nothing where those are too long to compare.
    pub similarity: Option<f64>,
}

impl Match {
    /// Compares a prediction of what follows `current` with what did.
    pub fn of(current: &str, truth: &str, prediction: &str) -> Self {
        let true_chunks = difflib_chunks(current, truth);
        let predicted = difflib_chunks(current, prediction);
        let first = true_chunks.first();
        let context = |chunk: &Vec<String>| -> Vec<String> {
            chunk.iter().filter(|row| row.starts_with(' ')).cloned().collect()
        };
        Self {
            exact: truth == prediction,
            partial: first.is_some_and(|first| predicted.contains(first)),
            position: first.is_some_and(|first| {
                let wanted = context(first);
                predicted.iter().any(|chunk| context(chunk) == wanted)
            }),
            similarity: similarity(current, truth, prediction),
        }
    }
}

fn similarity(current: &str, truth: &str, prediction: &str) -> Option<f64> {
    if truth == prediction {
        return Some(1.0);
    }
    let texts = [current, truth, prediction].map(lines);
    let shortest = texts.iter().map(Vec::len).min().unwrap_or(0);
    let from_start = |at: &usize| texts.iter().all(|text| text[*at] == texts[0][*at]);
    let from_end =
        |at: &usize| texts.iter().all(|text| text[text.len() - at] == texts[0][texts[0].len() - at]);
    let head = (0..shortest).take_while(from_start).count();
    let tail = (1..=shortest - head).take_while(from_end).count();
    let [_, truth, prediction] = texts.map(|text| text[head..text.len() - tail].concat());
    let longer = truth.chars().count().max(prediction.chars().count());
    (longer <= COMPARABLE).then(|| strsim::normalized_levenshtein(&truth, &prediction))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURRENT: &str = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";

    fn check(truth: &str, prediction: &str, expected: (bool, bool, bool)) -> Option<f64> {
        let found = Match::of(CURRENT, truth, prediction);
        assert_eq!((found.exact, found.partial, found.position), expected, "{truth:?} {prediction:?}");
        found.similarity
    }

    #[test]
    fn matches_are_those_that_were_published() {
        let truth = CURRENT.replace("c\n", "c\nC1\n");
        assert_eq!(check(&truth, &truth, (true, true, true)), Some(1.0));
        let other = check(&truth, &CURRENT.replace("c\n", "c\nC2\n"), (false, false, true));
        assert!((other.unwrap() - 2.0 / 3.0).abs() < 1e-9, "{other:?}");
        let more = truth.replace("k\n", "k\nK\n");
        check(&truth, &more, (false, true, true));
        check(&more, &truth, (false, true, true));
        assert_eq!(check(&truth, CURRENT, (false, false, false)), Some(0.0));
        check(&CURRENT.replace("c\n", "c\n\n"), &truth, (false, false, false));
    }
}
