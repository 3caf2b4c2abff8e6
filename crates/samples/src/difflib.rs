//! Python's `difflib`, to the line.
//!
//! The published pipeline finds its chunks with `difflib`, whose result is part of what it selects: the longest
//! contiguous match first, lines that are popular in a long text never the start of a match, lines ended by all
//! that `str.splitlines` takes for an end. Written here because a port must agree in every corner, the known
//! port does not, and `similar` finds other, mostly smaller, differences; everything that need not agree with a
//! published pipeline uses `similar`. Described in Python's documentation of `difflib.SequenceMatcher`.

mod lines;
mod matcher;
mod unified;

use std::ops::Range;

use self::matcher::Matcher;

pub use lines::split_lines;
pub(crate) use lines::{lines_with_ends, without_end};
pub use unified::diff;
pub(crate) use unified::{chunks, unified_diff};

/// What becomes of a run of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// It stays.
    Equal,
    /// Others come in its place.
    Replace,
    /// It goes.
    Delete,
    /// It comes.
    Insert,
}

/// A run of lines before, and the run after that it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What becomes of it.
    pub tag: Tag,
    /// The lines before.
    pub old: Range<usize>,
    /// The lines after.
    pub new: Range<usize>,
}

/// How the old lines become the new ones.
pub fn operations(old: &[&str], new: &[&str]) -> Vec<Operation> {
    let mut operations = Vec::new();
    let (mut i, mut j) = (0, 0);
    for block in Matcher::new(old, new).blocks() {
        let (before, after) = (i..block.old, j..block.new);
        let tag = match (before.is_empty(), after.is_empty()) {
            (false, false) => Some(Tag::Replace),
            (false, true) => Some(Tag::Delete),
            (true, false) => Some(Tag::Insert),
            (true, true) => None,
        };
        operations.extend(tag.map(|tag| Operation { tag, old: before, new: after }));
        (i, j) = (block.old + block.size, block.new + block.size);
        if block.size > 0 {
            operations.push(Operation { tag: Tag::Equal, old: block.old..i, new: block.new..j });
        }
    }
    operations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_python_ends_them() {
        let text = "a\r\nb\rc\u{b}d\u{c}e\u{1c}f\u{85}g\u{2028}h\u{2029}\ni";
        let lines = lines_with_ends(text);
        assert_eq!(lines.concat(), text);
        assert_eq!(split_lines(text), ["a", "b", "c", "d", "e", "f", "g", "h", "", "i"]);
        assert!(lines_with_ends("").is_empty());
    }

    #[test]
    fn hunks_have_three_lines_of_context() {
        let unified = |old, new| diff(old, new, "a", "b");
        assert_eq!(unified("a\n", "a\nb\n"), "--- a\n+++ b\n@@ -1 +1,2 @@\n a\n+b");
        assert_eq!(unified("", "b\n"), "--- a\n+++ b\n@@ -0,0 +1 @@\n+b");
        assert_eq!(unified("x\n", "x\n"), "");
        assert_eq!(
            unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n"),
            "--- a\n+++ b\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9"
        );
    }

    #[test]
    fn popular_lines_begin_no_match() {
        let old = [&["y"][..], &["x"; 3]].concat();
        let new = [&["z"][..], &["x"; 200]].concat();
        let tags =
            |old, new| operations(old, new).into_iter().map(|operation| operation.tag).collect::<Vec<_>>();
        assert_eq!(tags(&old, &new), [Tag::Replace]);
        assert_eq!(tags(&old[1..], &new[1..]), [Tag::Equal, Tag::Insert]);
    }
}
