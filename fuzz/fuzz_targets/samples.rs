//! Samples from anywhere are checked without a panic, and a diff between any two texts makes one of the other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lintseq_samples::Sample;
use lintseq_samples::check::faults;
use lintseq_samples::lexer::token_ends;
use lintseq_samples::patch::{apply, between};

fuzz_target!(|text: &str| {
    assert!(token_ends(text).iter().all(|end| text.is_char_boundary(*end)));
    let (old, new) = text.split_once('\u{1}').unwrap_or((text, ""));
    let diff = between("file", old, new, 3);
    assert_eq!(apply(old, &diff).as_deref(), Ok(new));
    if let Ok(sample) = serde_json::from_str::<Sample>(text) {
        faults(&sample);
    }
});
