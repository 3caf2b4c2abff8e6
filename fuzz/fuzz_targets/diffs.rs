//! Whatever a model writes: the diff parser and the replay neither panic nor lose lines.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lintseq_core::{Diff, LineEnds, Replay};

fuzz_target!(|input: (&str, &str)| {
    let (text, diff) = input;
    for ends in [LineEnds::Whole, LineEnds::Joined] {
        if let Ok(diff) = Diff::parse(diff) {
            let mut replay = Replay::of(text, ends);
            let before = replay.lines().len();
            if let Ok(change) = replay.apply(&diff) {
                assert!(replay.lines().len() + before >= change.removed);
            } else {
                assert_eq!(replay.lines().len(), before, "a diff that does not apply changes nothing");
            }
        }
        let (diff, _) = Diff::parse_lenient(diff);
        Replay::of(text, ends).apply_lenient(&diff);
    }
});
