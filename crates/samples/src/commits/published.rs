//! The published pipeline of Next Edit Prediction, decision by decision.
//!
//! `data/commitpack_filtering.py`, `commitpack_processing.py` and `data_processing.py` of lurf21/NextEditPrediction
//! (arXiv 2508.10074) select commits and write the `text` column; [`select`] does the same for one commit, its
//! oddities included, so that data sets can be compared row by row:
//!
//! - chunks are counted and measured on the rows of a unified diff with three lines of context, whose lines end
//!   wherever `str.splitlines` ends one, so that a changed last newline is no change;
//! - the window is read off the hunk headers by a regular expression that wants both counts: a hunk of one line,
//!   written without its count, is not seen, and a commit of nothing else has no window and is dropped;
//! - the last chunk is the last insertion between the texts as lines with their ends, which are compared anew, so
//!   that it need not be the last chunk of the diff, or there may be none;
//! - every length is one of both texts together, in characters, and twice in tokens.
//!
//! The order of the decisions is another: what removes lines is seen first, because that is cheap, and tokens are
//! counted last, because that costs more than all the rest. Which commits are selected does not depend on it, but the
//! reason given for one that fails twice does.

use std::sync::LazyLock;

use lintseq_core::{Reason, Rejection};
use regex::Regex;

use super::additions::may_be_additions;
use super::filters::{TokenCounter, check_characters, check_tokens};
use crate::difflib::{Tag, lines_with_ends, operations, unified_diff, without_end};

/// The numbers that the published pipeline leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedLimits {
    /// The longest chunk, in rows of the diff.
    pub max_chunk_lines: usize,
    /// The largest window, in lines.
    pub max_window: usize,
    /// The most characters of both texts; zero is no limit.
    pub max_characters: usize,
    /// The most tokens of both texts, counted twice; zero is no limit.
    pub max_tokens: usize,
}

/// A commit of one file, as CommitPackFT has it.
#[derive(Clone, Copy, Debug)]
pub struct SingleFile<'a> {
    /// The path before.
    pub old_file: &'a str,
    /// The path after.
    pub new_file: &'a str,
    /// The text before.
    pub old: &'a str,
    /// The text after.
    pub new: &'a str,
}

/// What the published pipeline adds to a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRow {
    /// The new text without its last insertion.
    pub current: String,
    /// Where the current text's missing lines stand, as byte offsets of the new text.
    pub answer: std::ops::Range<usize>,
    /// The training text.
    pub text: String,
}

/// Decides on a commit, and writes its training text.
///
/// # Errors
/// With the reason for which the published pipeline drops the commit.
pub fn select(
    commit: SingleFile<'_>,
    limits: &PublishedLimits,
    tokens: &dyn TokenCounter,
) -> Result<PublishedRow, Rejection> {
    let SingleFile { old_file, new_file, old, new } = commit;
    check_characters(&[old, new], limits.max_characters)?;
    if !may_be_additions(old, new) {
        return Err(removes_lines());
    }
    let (old_lines, new_lines) = (lines_with_ends(old), lines_with_ends(new));
    let old_plain = plain(&old_lines);
    let new_plain = plain(&new_lines);
    let changes = operations(&old_plain, &new_plain);
    let diff = unified_diff(&old_plain, &new_plain, changes.clone(), old_file, new_file);
    check_chunks(&diff, limits.max_chunk_lines)?;
    check_window(&diff, limits.max_window)?;
    if rows(&diff).any(|row| row.starts_with('-')) {
        return Err(removes_lines());
    }
    // Where all lines end alike, comparing them with their ends finds the same.
    let ends_alike =
        |lines: &[&str]| lines.iter().all(|line| line.ends_with('\n') && !line.ends_with("\r\n"));
    let changes = if ends_alike(&old_lines) && ends_alike(&new_lines) {
        changes
    } else {
        operations(&old_lines, &new_lines)
    };
    let last = changes.into_iter().rfind(|operation| operation.tag == Tag::Insert);
    let Some(last) = last else {
        let message = "no run of lines was only inserted: the texts differ in line ends as well";
        return Err(Rejection::new(Reason::NoInsertion, message));
    };
    check_tokens(&[old, new], limits.max_tokens, tokens)?;

    let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let start = bytes(&new_lines[..last.new.start]);
    let answer = start..start + bytes(&new_lines[last.new.clone()]);
    let current = [&new[..answer.start], &new[answer.end..]].concat();
    let current_lines = lines_with_ends(&current);
    let current_plain = plain(&current_lines);
    let changes = operations(&old_plain, &current_plain);
    let diff = unified_diff(&old_plain, &current_plain, changes, old_file, new_file);
    let text = [
        "<|original_code|>\n",
        old,
        "\n<|edits_diff|>\n",
        &diff,
        "\n<|current_version|>\n",
        &current,
        "\n<|next_version|>\n",
        new,
        "\n",
    ]
    .concat();
    Ok(PublishedRow { current, answer, text })
}

fn removes_lines() -> Rejection {
    Rejection::new(Reason::RemovesLines, "the commit removes lines")
}

fn plain<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    lines.iter().map(|line| without_end(line)).collect()
}

/// The rows below the two headers, if these are two rows: a newline in a path shifts them, there as here.
fn rows(diff: &str) -> impl Iterator<Item = &str> {
    diff.split('\n').skip(2)
}

/// A chunk is a run of changed rows. One chunk is too few; none passes here, and has no window.
fn check_chunks(diff: &str, max_lines: usize) -> Result<(), Rejection> {
    let (mut chunks, mut length, mut longest) = (0, 0, 0);
    for row in rows(diff) {
        if row.starts_with(['+', '-']) {
            chunks += usize::from(length == 0);
            length += 1;
            longest = longest.max(length);
        } else {
            length = 0;
        }
    }
    if chunks == 1 {
        return Err(Rejection::new(Reason::TooFewChunks, "a single chunk"));
    }
    if longest > max_lines {
        let message = format!("a chunk has {longest} lines, more than {max_lines}");
        return Err(Rejection::new(Reason::ChunkTooLong, message));
    }
    Ok(())
}

/// The regular expression of the published code, searched for in the whole diff, rows of text included.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@")
        .expect("the expression is a constant, which the tests use")
});

fn check_window(diff: &str, max_lines: usize) -> Result<(), Rejection> {
    let mut headers = HEADER.captures_iter(diff).map(|header| header.extract::<4>().1.map(number));
    let Some(first) = headers.next() else {
        let message = "no hunk header with both counts, which is all that the published expression sees";
        return Err(Rejection::new(Reason::WindowTooLarge, message));
    };
    let last = headers.last().unwrap_or(first);
    let [old, new] = [0, 2].map(|side| last[side] + last[side + 1] - first[side]);
    if old > max_lines as i128 || new > max_lines as i128 {
        let message = format!("the window has {old} lines before and {new} after, more than {max_lines}");
        return Err(Rejection::new(Reason::WindowTooLarge, message));
    }
    Ok(())
}

/// A decimal number as Python reads it: in the digits of any script, which a header never has but a text that
/// quotes one may. Digits of a script stand in rows of ten.
fn number(digits: &str) -> i128 {
    static DIGIT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\d$").expect("the expression is a constant, which the tests use"));
    let is_digit =
        |code: u32| char::from_u32(code).is_some_and(|c| DIGIT.is_match(c.encode_utf8(&mut [0; 4])));
    let value = |digit: char| match digit.to_digit(10) {
        Some(value) => value,
        None => (1..100).take_while(|&back| is_digit(u32::from(digit) - back)).count() as u32 % 10,
    };
    digits.chars().fold(0i128, |number, digit| {
        number.saturating_mul(10).saturating_add(i128::from(value(digit))).min(i128::from(i64::MAX))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commits::filters::NoTokens;

    const LIMITS: PublishedLimits =
        PublishedLimits { max_chunk_lines: 5, max_window: 80, max_characters: 32_768, max_tokens: 0 };

    fn check(old: &str, new: &str) -> Result<PublishedRow, Reason> {
        let commit = SingleFile { old_file: "f.py", new_file: "f.py", old, new };
        select(commit, &LIMITS, &NoTokens).map_err(|rejection| rejection.reason)
    }

    const OLD: &str = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";

    #[test]
    fn the_last_insertion_is_left_out() {
        let new = OLD.replace("b\n", "b\nB\n").replace("i\n", "i\nI\n");
        let row = check(OLD, &new).unwrap();
        assert_eq!(row.current, OLD.replace("b\n", "b\nB\n"));
        assert_eq!(&new[row.answer], "I\n");
        assert_eq!(
            row.text,
            format!(
                "<|original_code|>\n{OLD}\n<|edits_diff|>\n--- f.py\n+++ f.py\n@@ -1,5 +1,6 @@\n a\n b\n+B\n c\n d\n e\n\
                 <|current_version|>\n{}\n<|next_version|>\n{new}\n",
                row.current
            )
        );
    }

    #[test]
    fn what_is_dropped() {
        assert_eq!(check(OLD, &OLD.replace("b\n", "b\nB\n")), Err(Reason::TooFewChunks));
        assert_eq!(check(OLD, OLD), Err(Reason::WindowTooLarge));
        assert_eq!(check(OLD, &OLD.replace("b\n", "").replace("i\n", "i\nI\n")), Err(Reason::RemovesLines));
        let long = OLD.replace("b\n", "b\n1\n2\n3\n4\n5\n6\n").replace("i\n", "i\nI\n");
        assert_eq!(check(OLD, &long), Err(Reason::ChunkTooLong));
        let far = "x\n".repeat(100);
        let (old, new) = (format!("1\n{far}2\n"), format!("1\nA\n{far}2\nB\n"));
        assert_eq!(check(&old, &new), Err(Reason::WindowTooLarge));
        let big = "x".repeat(16_384);
        assert_eq!(check(&big, &format!("{big}\n")), Err(Reason::TooManyCharacters));
    }

    #[test]
    fn a_hunk_of_one_line_has_no_window() {
        // Both chunks are in one hunk of a single old line, whose header has no count.
        assert_eq!(check("b\n", "a\nb\nc\n"), Err(Reason::WindowTooLarge));
        assert!(check("b\nc\n", "a\nb\nc\nd\n").is_ok());
    }

    #[test]
    fn line_ends_are_no_change_of_the_diff_but_of_the_texts() {
        // The last line gets its newline and a successor: with its end it is another line, which was replaced.
        assert_eq!(check("b\nc", "a\nb\nc\nd\n").unwrap().current, "b\nc\nd\n");
        assert_eq!(check("b", "a\nb\nc\n"), Err(Reason::WindowTooLarge));
        assert_eq!(check("b\r\nc\r\n", "a\nb\nc\nd\n"), Err(Reason::NoInsertion));
    }

    #[test]
    fn numbers_in_any_digits() {
        assert_eq!(number("120"), 120);
        assert_eq!(number("١٢٠"), 120);
        assert_eq!(number("𝟠𝟡𝟘"), 890);
    }
}
