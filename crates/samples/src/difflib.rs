//! Python's `difflib`, to the line.
//!
//! The published pipeline finds its chunks with `difflib`, whose result is part of what it selects: the longest
//! contiguous match first, lines that are popular in a long text never the start of a match, lines ended by all
//! that `str.splitlines` takes for an end. Written here because a port must agree in every corner, the known
//! port does not, and `similar` finds other, mostly smaller, differences; everything that need not agree with a
//! published pipeline uses `similar`. Described in Python's documentation of `difflib.SequenceMatcher`.

use std::fmt::Write as _;
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Lines of context around a hunk.
const CONTEXT: usize = 3;

/// Cuts a text as `str.splitlines` does; `\r\n` is one end. The ends are part of the lines.
pub fn lines_with_ends(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    // Nearly every text ends its lines with newlines only, which are found many bytes at a time.
    if !bytes.iter().fold(false, |seen, byte| seen | may_end_oddly(*byte)) {
        let mut lines = Vec::with_capacity(text.len() / 24 + 1);
        let mut start = 0;
        for newline in memchr::memchr_iter(b'\n', bytes) {
            lines.push(&text[start..=newline]);
            start = newline + 1;
        }
        lines.extend((start < text.len()).then(|| &text[start..]));
        return lines;
    }
    let mut lines = Vec::with_capacity(text.len() / 24 + 1);
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let length = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\n' | b'\r' | 0x0b | 0x0c | 0x1c..=0x1e => 1,
            0xc2 if bytes[at + 1] == 0x85 => 2,
            0xe2 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0xa8 | 0xa9) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        at += length;
        lines.push(&text[start..at]);
        start = at;
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// Whether a byte is, or begins, an end of a line that is no newline.
const fn may_end_oddly(byte: u8) -> bool {
    matches!(byte, 0x0b..=0x0d | 0x1c..=0x1e | 0xc2 | 0xe2)
}

/// A line without what ended it.
pub fn without_end(line: &str) -> &str {
    match line.as_bytes() {
        [.., b'\r', b'\n'] => &line[..line.len() - 2],
        [.., b'\n'] => &line[..line.len() - 1],
        _ => line.strip_suffix(ENDS).unwrap_or(line),
    }
}

const ENDS: [char; 10] =
    ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];

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

/// The operations as a unified diff with three lines of context, its rows joined by newlines; empty where nothing differs.
pub fn unified_diff(
    old: &[&str],
    new: &[&str],
    operations: Vec<Operation>,
    old_name: &str,
    new_name: &str,
) -> String {
    let mut out = String::new();
    for hunk in hunks(operations) {
        write_hunk(&mut out, &hunk, old, new, (old_name, new_name));
    }
    out
}

/// The hunks of the unified diff between two texts as their rows, the header first; those that change nothing but
/// blank lines are left out, as `split_diff_into_chunks` of the published code does.
pub fn chunks(old: &str, new: &str) -> Vec<Vec<String>> {
    let lines = |text| lines_with_ends(text).into_iter().map(without_end).collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(new));
    let diff = unified_diff(&old, &new, operations(&old, &new), "", "");
    let mut chunks: Vec<Vec<String>> = Vec::new();
    for row in diff.split('\n') {
        if row.starts_with("@@") {
            chunks.push(Vec::new());
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(row.to_owned());
        }
    }
    let says_something = |row: &String| row.starts_with(['+', '-']) && !row[1..].trim().is_empty();
    chunks.retain(|chunk| chunk.iter().any(says_something));
    chunks
}

/// The unified diff between two texts as `difflib.unified_diff` writes it of their lines, joined by newlines.
pub fn diff(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    let lines = |text| lines_with_ends(text).into_iter().map(without_end).collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(new));
    unified_diff(&old, &new, operations(&old, &new), old_name, new_name)
}

fn write_hunk(out: &mut String, hunk: &[Operation], old: &[&str], new: &[&str], names: (&str, &str)) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    if out.is_empty() {
        // Writing to a string cannot fail, here and below.
        let _ = write!(out, "--- {}\n+++ {}", names.0, names.1);
    }
    out.push_str("\n@@ -");
    write_range(out, first.old.start..last.old.end);
    out.push_str(" +");
    write_range(out, first.new.start..last.new.end);
    out.push_str(" @@");
    let mut rows = |mark: char, lines: &[&str]| {
        for line in lines {
            out.push('\n');
            out.push(mark);
            out.push_str(line);
        }
    };
    for operation in hunk {
        if operation.tag == Tag::Equal {
            rows(' ', &old[operation.old.clone()]);
            continue;
        }
        rows('-', &old[operation.old.clone()]);
        rows('+', &new[operation.new.clone()]);
    }
}

/// Writes `start,count`, without a count of one; of no lines, `start` is the line before.
fn write_range(out: &mut String, lines: Range<usize>) {
    let _ = match lines.len() {
        1 => write!(out, "{}", lines.start + 1),
        0 => write!(out, "{},0", lines.start),
        count => write!(out, "{},{count}", lines.start + 1),
    };
}

/// Operations in groups that no more than twice the context keeps together.
fn hunks(mut operations: Vec<Operation>) -> Vec<Vec<Operation>> {
    if let Some(first) = operations.first_mut().filter(|first| first.tag == Tag::Equal) {
        keep_last(first);
    }
    if let Some(last) = operations.last_mut().filter(|last| last.tag == Tag::Equal) {
        keep_first(last);
    }
    let mut hunks = Vec::new();
    let mut hunk = Vec::new();
    for mut operation in operations {
        if operation.tag == Tag::Equal && operation.old.len() > 2 * CONTEXT {
            let mut end = operation.clone();
            keep_first(&mut end);
            hunk.push(end);
            hunks.push(std::mem::take(&mut hunk));
            keep_last(&mut operation);
        }
        hunk.push(operation);
    }
    if hunk.iter().any(|operation| operation.tag != Tag::Equal) {
        hunks.push(hunk);
    }
    hunks
}

fn keep_first(equal: &mut Operation) {
    equal.old.end = equal.old.end.min(equal.old.start + CONTEXT);
    equal.new.end = equal.new.end.min(equal.new.start + CONTEXT);
}

fn keep_last(equal: &mut Operation) {
    equal.old.start = equal.old.start.max(equal.old.end.saturating_sub(CONTEXT));
    equal.new.start = equal.new.start.max(equal.new.end.saturating_sub(CONTEXT));
}

/// Lines that stand on both sides, in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    old: usize,
    new: usize,
    size: usize,
}

struct Matcher {
    old: Vec<u32>,
    new: Vec<u32>,
    /// Where the new text has every line: nowhere, for lines that are popular in it.
    places: Places,
    /// Lengths of the matches that end at each new line, for the old line before and for this one. Always
    /// zero between two searches.
    lengths: [Vec<u32>; 2],
}

/// The places of every line in the new text, line by line in one vector: `places[starts[l]..starts[l + 1]]`.
struct Places {
    places: Vec<u32>,
    starts: Vec<u32>,
}

impl Places {
    fn new(new: &[u32], lines: usize) -> Self {
        let mut starts = vec![0u32; lines + 1];
        for &line in new {
            starts[line as usize + 1] += 1;
        }
        if new.len() >= 200 {
            let popular = (new.len() / 100 + 1) as u32;
            starts.iter_mut().filter(|count| **count > popular).for_each(|count| *count = 0);
        }
        for line in 1..starts.len() {
            starts[line] += starts[line - 1];
        }
        let mut places = vec![0; starts[lines] as usize];
        let mut filled = starts.clone();
        for (place, &line) in (0..).zip(new) {
            let line = line as usize;
            if starts[line] < starts[line + 1] {
                places[filled[line] as usize] = place;
                filled[line] += 1;
            }
        }
        Self { places, starts }
    }

    /// The places of a line within a range of the new text.
    fn within(&self, line: u32, new: &Range<usize>) -> &[u32] {
        let line = line as usize;
        let places = &self.places[self.starts[line] as usize..self.starts[line + 1] as usize];
        let from = places.partition_point(|&place| (place as usize) < new.start);
        let to = places.partition_point(|&place| (place as usize) < new.end);
        &places[from..to]
    }
}

impl Matcher {
    fn new<'a>(old: &[&'a str], new: &[&'a str]) -> Self {
        let mut numbers: FxHashMap<&'a str, u32> =
            FxHashMap::with_capacity_and_hasher(new.len() + 16, FxBuildHasher);
        let mut number = |line: &&'a str| {
            let next = numbers.len() as u32;
            *numbers.entry(line).or_insert(next)
        };
        // What both texts have in common at the start and at the end has its numbers already.
        let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let tail =
            old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        let new: Vec<u32> = new.iter().map(&mut number).collect();
        let between = old_rest[..old_rest.len() - tail].iter().map(&mut number);
        let old: Vec<u32> = new[..head]
            .iter()
            .copied()
            .chain(between)
            .chain(new[new.len() - tail..].iter().copied())
            .collect();
        let places = Places::new(&new, numbers.len());
        let lengths = [vec![0; new.len()], vec![0; new.len()]];
        Self { old, new, places, lengths }
    }

    /// All blocks in order, adjacent ones made one, and an empty one at the end.
    fn blocks(mut self) -> Vec<Block> {
        let mut open = vec![(0..self.old.len(), 0..self.new.len())];
        let mut found = Vec::new();
        while let Some((old, new)) = open.pop() {
            let block = self.longest(old.clone(), new.clone());
            if block.size == 0 {
                continue;
            }
            found.push(block);
            let (old_end, new_end) = (block.old + block.size, block.new + block.size);
            if old.start < block.old && new.start < block.new {
                open.push((old.start..block.old, new.start..block.new));
            }
            if old_end < old.end && new_end < new.end {
                open.push((old_end..old.end, new_end..new.end));
            }
        }
        found.sort_unstable();
        let mut blocks: Vec<Block> = Vec::with_capacity(found.len() + 1);
        for block in found {
            match blocks.last_mut() {
                Some(last) if last.old + last.size == block.old && last.new + last.size == block.new => {
                    last.size += block.size;
                }
                _ => blocks.push(block),
            }
        }
        blocks.push(Block { old: self.old.len(), new: self.new.len(), size: 0 });
        blocks
    }

    /// The longest match, of several the one that begins first in the old text, then in the new one.
    fn longest(&mut self, old: Range<usize>, new: Range<usize>) -> Block {
        let mut best = Block { old: old.start, new: new.start, size: 0 };
        let [mut before, mut now] = std::mem::take(&mut self.lengths);
        let mut filled: &[u32] = &[];
        for i in old.clone() {
            let places = self.places.within(self.old[i], &new);
            for &j in places {
                let j = j as usize;
                // A match cannot begin before the range, where the lengths are those of nothing.
                let size = if j == 0 { 1 } else { before[j - 1] + 1 };
                now[j] = size;
                if size as usize > best.size {
                    best =
                        Block { old: i + 1 - size as usize, new: j + 1 - size as usize, size: size as usize };
                }
            }
            for &j in filled {
                before[j as usize] = 0;
            }
            filled = places;
            std::mem::swap(&mut before, &mut now);
        }
        for &j in filled {
            before[j as usize] = 0;
        }
        self.lengths = [before, now];
        // Popular lines, which begin no match, may lengthen one.
        while best.old > old.start && best.new > new.start && self.old[best.old - 1] == self.new[best.new - 1]
        {
            best = Block { old: best.old - 1, new: best.new - 1, size: best.size + 1 };
        }
        while best.old + best.size < old.end
            && best.new + best.size < new.end
            && self.old[best.old + best.size] == self.new[best.new + best.size]
        {
            best.size += 1;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        let lines = |text| lines_with_ends(text).into_iter().map(without_end).collect::<Vec<_>>();
        unified_diff(&lines(old), &lines(new), operations(&lines(old), &lines(new)), "a", "b")
    }

    #[test]
    fn lines_end_where_python_ends_them() {
        let text = "a\r\nb\rc\u{b}d\u{c}e\u{1c}f\u{85}g\u{2028}h\u{2029}\ni";
        let lines = lines_with_ends(text);
        assert_eq!(lines.concat(), text);
        let plain: Vec<_> = lines.into_iter().map(without_end).collect();
        assert_eq!(plain, ["a", "b", "c", "d", "e", "f", "g", "h", "", "i"]);
        assert!(lines_with_ends("").is_empty());
    }

    #[test]
    fn hunks_have_three_lines_of_context() {
        assert_eq!(diff("a\n", "a\nb\n"), "--- a\n+++ b\n@@ -1 +1,2 @@\n a\n+b");
        assert_eq!(diff("", "b\n"), "--- a\n+++ b\n@@ -0,0 +1 @@\n+b");
        assert_eq!(diff("x\n", "x\n"), "");
        assert_eq!(
            diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n"),
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
