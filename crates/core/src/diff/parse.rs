//! Text to hunks.
//!
//! The counts of a header decide where its hunk ends, so that a removed line `-- a` is not taken for a file
//! header. After a malformed hunk the reader goes on at the next row that starts with `@@`, which no row of
//! a sound hunk does.

use super::error::excerpt;
use super::{Diff, DiffError, DiffProblem, Extent, Hunk, Mark, Row};

/// What may stand around hunks, as `git diff` and `diff -u` write it.
const FILE_HEADERS: &[&str] = &[
    "--- ",
    "+++ ",
    "diff ",
    "index ",
    "old mode ",
    "new mode ",
    "new file mode ",
    "deleted file mode ",
    "similarity index ",
    "dissimilarity index ",
    "rename ",
    "copy ",
    "Index: ",
    "======",
];

impl<'a> Diff<'a> {
    /// Reads a unified diff of one text, with or without file headers.
    ///
    /// Rows end at `\n` only, so that a `\r` belongs to its line. The newline after the last row may be
    /// missing.
    ///
    /// # Errors
    /// At the first row that does not belong.
    pub fn parse(text: &'a str) -> Result<Self, DiffError> {
        let mut reader = Reader::new(text);
        let mut hunks = Vec::new();
        while reader.skip_to_header()? {
            hunks.push(reader.hunk()?);
        }
        Ok(Self { hunks })
    }

    /// Reads what can be read of a diff, and returns the errors of the hunks that were skipped.
    pub fn parse_lenient(text: &'a str) -> (Self, Vec<DiffError>) {
        let mut reader = Reader::new(text);
        let (mut hunks, mut errors) = (Vec::new(), Vec::new());
        loop {
            match reader.skip_to_header().and_then(|more| more.then(|| reader.hunk()).transpose()) {
                Ok(Some(hunk)) => hunks.push(hunk),
                Ok(None) => return (Self { hunks }, errors),
                Err(error) => {
                    errors.push(error);
                    reader.resynchronise();
                }
            }
        }
    }
}

struct Reader<'a> {
    rows: Vec<&'a str>,
    /// The next row to read.
    at: usize,
    /// The hunks read, malformed ones included.
    hunks: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let mut rows: Vec<_> = text.split('\n').collect();
        if rows.last() == Some(&"") {
            rows.pop();
        }
        Self { rows, at: 0, hunks: 0 }
    }

    /// Passes file headers and blank rows; whether a hunk follows.
    fn skip_to_header(&mut self) -> Result<bool, DiffError> {
        while let Some(&row) = self.rows.get(self.at) {
            if row.starts_with("@@") {
                return Ok(true);
            }
            self.at += 1;
            let is_header = FILE_HEADERS.iter().any(|start| row.starts_with(start));
            if is_header && self.hunks > 0 {
                return Err(self.error(self.at - 1, DiffProblem::AnotherFile { found: excerpt(row) }));
            }
            if !is_header && !row.trim().is_empty() {
                return Err(self.error(self.at - 1, DiffProblem::Stray { found: excerpt(row) }));
            }
        }
        Ok(false)
    }

    /// Reads the hunk whose header is next.
    fn hunk(&mut self) -> Result<Hunk<'a>, DiffError> {
        let start = self.at;
        let header = self.rows[start];
        self.at += 1;
        let (old, new) = header_extents(header)
            .ok_or_else(|| self.error(start, DiffProblem::Header { found: excerpt(header) }))?;
        let mut rows: Vec<Row<'a>> = Vec::new();
        let (mut found_old, mut found_new) = (0, 0);
        while let Some(&row) = self.rows.get(self.at) {
            let complete = found_old >= old.count && found_new >= new.count;
            if row.starts_with("@@") {
                break;
            }
            if row.starts_with('\\') {
                if let Some(last) = rows.last_mut() {
                    last.open = true;
                }
                self.at += 1;
                continue;
            }
            if complete && !row.starts_with(['+', '-', ' ']) {
                break;
            }
            if complete && self.opens_another_file() {
                break;
            }
            let (mark, text) = match row.as_bytes().first() {
                // An empty row is a blank context line whose space an editor has trimmed.
                None => (Mark::Context, ""),
                Some(b' ') => (Mark::Context, &row[1..]),
                Some(b'-') => (Mark::Removed, &row[1..]),
                Some(b'+') => (Mark::Inserted, &row[1..]),
                Some(_) => {
                    self.at += 1;
                    return Err(self.error(self.at - 1, DiffProblem::Unmarked { found: excerpt(row) }));
                }
            };
            found_old += usize::from(mark != Mark::Inserted);
            found_new += usize::from(mark != Mark::Removed);
            rows.push(Row { mark, text, open: false });
            self.at += 1;
        }
        if (found_old, found_new) != (old.count, new.count) {
            let problem = DiffProblem::Count { old: old.count, new: new.count, found_old, found_new };
            return Err(self.error(start, problem));
        }
        self.hunks += 1;
        Ok(Hunk { number: self.hunks, row: start + 1, old, new, rows })
    }

    /// Whether the next two rows are the file headers `---` and `+++`, and not changed lines.
    fn opens_another_file(&self) -> bool {
        let next = |offset: usize, start| {
            self.rows.get(self.at + offset).is_some_and(|row: &&str| row.starts_with(start))
        };
        next(0, "--- ") && next(1, "+++ ") && next(2, "@@")
    }

    /// Passes the rest of a malformed hunk. The row at fault is behind the reader, unless it is a header
    /// that came too early.
    fn resynchronise(&mut self) {
        self.hunks += 1;
        self.at += self.rows[self.at..].iter().take_while(|row| !row.starts_with("@@")).count();
    }

    fn error(&self, row: usize, problem: DiffProblem) -> DiffError {
        DiffError { hunk: self.hunks + 1, row: row + 1, problem }
    }
}

/// Reads `@@ -start,count +start,count @@`, where a count of one may be left out.
fn header_extents(row: &str) -> Option<(Extent, Extent)> {
    let (extents, _section) = row.strip_prefix("@@ ")?.split_once(" @@")?;
    let (old, new) = extents.split_once(' ')?;
    Some((extent(old.strip_prefix('-')?)?, extent(new.strip_prefix('+')?)?))
}

fn extent(text: &str) -> Option<Extent> {
    let number = |digits: &str| -> Option<usize> {
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse::<u32>().ok())?
            .map(|n| n as usize)
    };
    let (start, count) = text.split_once(',').unwrap_or((text, "1"));
    let extent = Extent { start: number(start)?, count: number(count)? };
    // Only a run without lines can follow line 0.
    (extent.start > 0 || extent.count == 0).then_some(extent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_error(text: &str, expected: &str) {
        assert_eq!(Diff::parse(text).unwrap_err().to_string(), expected);
    }

    #[test]
    fn headers_of_files_and_omitted_counts_are_read() {
        let text = "diff --git a/f b/f\nindex 1..2 100644\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@ def f():\n a\r\n+b\n\\ No newline at end of file\n";
        let diff = Diff::parse(text).unwrap();
        let hunk = &diff.hunks[0];
        assert_eq!((hunk.old, hunk.new), (Extent { start: 1, count: 1 }, Extent { start: 1, count: 2 }));
        assert_eq!(hunk.rows[0], Row { mark: Mark::Context, text: "a\r", open: false });
        assert_eq!(hunk.rows[1], Row { mark: Mark::Inserted, text: "b", open: true });
    }

    #[test]
    fn counts_tell_changed_lines_from_file_headers() {
        let diff = Diff::parse("@@ -1 +1 @@\n--- a\n+++ b\n").unwrap();
        assert_eq!(diff.hunks[0].rows[0].text, "-- a");
        assert_eq!(diff.hunks[0].rows[1].text, "++ b");
    }

    #[test]
    fn nothing_is_an_empty_diff() {
        assert_eq!(Diff::parse(""), Ok(Diff::default()));
        assert_eq!(Diff::parse("\n\n"), Ok(Diff::default()));
    }

    #[test]
    fn errors_say_where_and_what() {
        check_error(
            "@@ -0,0 1 @@\n+a",
            "hunk 1, row 1 of the diff: expected a hunk header such as `@@ -3,0 +4,2 @@`, found `@@ -0,0 1 @@`; write the header in this form",
        );
        check_error(
            "@@ -0,0 +1 @@\n+a\n@@ -0,0 +1,3 @@\n+a\n+b",
            "hunk 2, row 3 of the diff: the header announces 0 lines before and 3 after, the rows below it hold 0 and 2; correct the counts or the rows",
        );
        check_error(
            "@@ -0,0 +1,2 @@\n+a\nb",
            "hunk 1, row 3 of the diff: expected a row that starts with `+`, `-` or a space, found `b`; mark every row of a hunk",
        );
        check_error(
            "def f():\n",
            "hunk 1, row 1 of the diff: expected a hunk header, found `def f():`; start every hunk with `@@ -start,count +start,count @@`",
        );
        check_error(
            "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n--- a/g\n+++ b/g\n@@ -0,0 +1 @@\n+a\n",
            "hunk 2, row 5 of the diff: expected a diff of one file, found `--- a/g`; apply the diffs of different files apart",
        );
    }

    #[test]
    fn lenient_reading_goes_on_at_the_next_header() {
        let (diff, errors) = Diff::parse_lenient(
            "@@ -0,0 +1 @@\n+a\n+b\n@@ broken @@\n+c\n@@ -1,0 +2 @@\n+d\nprose\n@@ -1,0 +2 @@\n+e\n",
        );
        assert_eq!(diff.hunks.iter().map(|hunk| hunk.rows[0].text).collect::<Vec<_>>(), ["d", "e"]);
        assert_eq!(errors.len(), 3);
        assert_eq!(errors[0].row, 1);
        assert_eq!(errors[1].row, 4);
        assert_eq!(errors[2].row, 8);
    }

    #[test]
    fn numbers_beyond_any_text_are_malformed() {
        for header in ["@@ -99999999999,0 +1 @@", "@@ --1 +1 @@", "@@ -0 +1 @@", "@@ -, +1 @@"] {
            assert!(Diff::parse(header).is_err(), "{header}");
        }
    }
}
