//! Any text as a file of rules, and as a text that they look at: an error or findings inside the text, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use lintseq_dataset::filter::{RuleSet, Rules};

fuzz_target!(|input: (String, String)| {
    let (rules, text) = input;
    // Files of the machine are none of the target's business.
    if rules.contains("path") {
        return;
    }
    let Ok(rules) = Rules::read(&rules, "fuzz", Path::new("")) else { return };
    let Ok(set) = RuleSet::new(rules, false) else { return };
    for finding in set.scan(&text, Some("src/a.py")) {
        assert!(!text[finding.secret].is_empty());
    }
});
