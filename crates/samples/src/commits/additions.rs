//! Whether a text can come of another one by additions alone, told without comparing line by line.
//!
//! Most commits remove something, and most of both texts is the same: what is common at the start and at the end is
//! skipped at the speed of memory, and only the lines between are looked at. Difflib, which costs a hundred times as
//! much, need not see such commits at all.

use crate::difflib::split_lines;

/// Whether the lines of the old text, without their ends, stand in the new one in this order. Where they do not,
/// every diff removes a line.
pub(super) fn may_be_additions(old: &str, new: &str) -> bool {
    let (old, new) = between(old, new);
    let mut rest = split_lines(new).into_iter();
    split_lines(old).into_iter().all(|line| rest.any(|other| other == line))
}

/// What is left of two texts without the whole lines that they have in common at the start and at the end. A newline
/// ends a line by every rule.
fn between<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let same = common_start(old.as_bytes(), new.as_bytes());
    let start = memchr::memrchr(b'\n', &old.as_bytes()[..same]).map_or(0, |newline| newline + 1);
    let (old, new) = (&old[start..], &new[start..]);
    let same = common_end(old.as_bytes(), new.as_bytes());
    // The common lines begin below a newline that is common as well.
    let end =
        memchr::memchr(b'\n', &old.as_bytes()[old.len() - same..]).map_or(0, |newline| same - newline - 1);
    (&old[..old.len() - end], &new[..new.len() - end])
}

/// Bytes compared at once.
const STRIDE: usize = 32;

fn common_start(one: &[u8], other: &[u8]) -> usize {
    let strides = one.chunks_exact(STRIDE).zip(other.chunks_exact(STRIDE));
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    whole + one[whole..].iter().zip(&other[whole..]).take_while(|(one, other)| one == other).count()
}

fn common_end(one: &[u8], other: &[u8]) -> usize {
    let strides = one.rchunks_exact(STRIDE).zip(other.rchunks_exact(STRIDE));
    let whole = strides.take_while(|(one, other)| one == other).count() * STRIDE;
    let (one, other) = (&one[..one.len() - whole], &other[..other.len() - whole]);
    whole + one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_between() {
        assert_eq!(between("a\nb\nc\n", "a\nx\nc\n"), ("b\n", "x\n"));
        assert_eq!(between("a\n", "a\nb\n"), ("", "b\n"));
        assert_eq!(between("é\nc", "è\nc"), ("é\n", "è\n"));
        assert_eq!(between("a\na\n", "a\n"), ("a\n", ""));
    }

    fn text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("a"),
            Just("b"),
            Just("\n"),
            Just("\r\n"),
            Just("\r"),
            Just("\u{2028}"),
            Just("é")
        ];
        prop::collection::vec(part, 0..90).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn as_told_line_by_line(old in text(), new in text(), head in text(), tail in text()) {
            let [old, new] = [old, new].map(|middle| [&*head, &*middle, &*tail].concat());
            let mut rest = split_lines(&new).into_iter();
            let expected = split_lines(&old).into_iter().all(|line| rest.any(|other| other == line));
            prop_assert_eq!(may_be_additions(&old, &new), expected);
        }
    }
}
