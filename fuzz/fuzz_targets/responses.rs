//! Whatever a model answers, the parser of responses neither panics nor hands out an empty side.
#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use lintseq_synth::response::Reading;
use lintseq_synth::{Languages, Reply};

/// A language whose programs are the texts with as many opening as closing braces.
struct Braces;

impl Languages for Braces {
    fn extension(&self, _: &str) -> &str {
        "x"
    }

    fn is_label(&self, _: &str, label: &str) -> bool {
        label == "x"
    }

    fn parses(&self, _: &str, text: &str) -> bool {
        text.matches('{').count() == text.matches('}').count()
    }

    fn same_tree(&self, _: &str, one: &str, other: &str) -> bool {
        one == other
    }

    fn units(&self, _: &str, _: &str) -> Vec<Range<usize>> {
        Vec::new()
    }

    fn faults(&self, _: &str, _: &str) -> Vec<String> {
        Vec::new()
    }
}

fuzz_target!(|text: String| {
    let reply = Reply { text, ..Reply::default() };
    let reading = Reading::new("x", &Braces);
    if let Ok(task) = reading.task(&reply) {
        assert!(!task.program.trim().is_empty());
        assert!(
            !task.instructions.lazy.trim().is_empty() && !task.instructions.descriptive.trim().is_empty()
        );
        assert!(Braces.parses("x", &task.program));
    }
    if let Ok(program) = reading.revision(&reply) {
        assert!(!program.trim().is_empty() && Braces.parses("x", &program));
    }
    let _ = reading.instructions(&reply);
});
