//! Where the sections of a response begin and end.
//!
//! A marker alone on its line, decorated in whatever way, begins a section. One with text behind it does so only
//! where its section has no line of its own: sentences begin with markers too.

use std::ops::Range;

use lintseq_core::{Reason, Rejection};

use super::REFUSAL;
use super::page::Page;

/// A section that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Before,
    Descriptive,
    Lazy,
    After,
}

impl Section {
    const ALL: [Self; 4] = [Self::Before, Self::Descriptive, Self::Lazy, Self::After];

    const fn name(self) -> &'static str {
        match self {
            Self::Before => "Program Before Edit",
            Self::Descriptive => "Descriptive",
            Self::Lazy => "Lazy",
            Self::After => "Program After Edit",
        }
    }

    /// The section whose marker a line begins with, and what stands behind it.
    pub(super) fn of_line(line: &str) -> Option<(Self, &str)> {
        let line = line.trim();
        let undecorated = line.trim_start_matches(is_decoration);
        if let Some((name, rest)) = undecorated.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let rest = rest.trim_start_matches([' ', '\t', '*', '_', ':', '#']);
            return Some((Self::of_name(name)?, rest));
        }
        // Without brackets, only a line that is a heading, or bold, and nothing else.
        let is_marked =
            line.starts_with('#') || (line.starts_with("**") && line.trim_end_matches(':').ends_with("**"));
        let name = undecorated.trim_end_matches([' ', '*', '_', ':', '#']);
        if is_marked { Some((Self::of_name(name)?, "")) } else { None }
    }

    fn of_name(name: &str) -> Option<Self> {
        let name = name.trim().trim_matches('*').trim();
        let plain =
            name.get(name.len().saturating_sub(12)..).filter(|end| end.eq_ignore_ascii_case(" instruction"));
        let name = if plain.is_some() { &name[..name.len() - 12] } else { name };
        Self::ALL.into_iter().find(|section| section.name().eq_ignore_ascii_case(name))
    }
}

fn is_decoration(sign: char) -> bool {
    matches!(sign, '#' | '*' | '_' | ' ' | '\t' | '.' | ')') || sign.is_ascii_digit()
}

/// A line that begins with a marker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker<'t> {
    section: Section,
    line: usize,
    /// What stands behind it on its line.
    rest: &'t str,
    /// Whether this is nothing, or the fence of a program.
    is_alone: bool,
}

/// The sections of a response.
#[derive(Debug)]
pub(super) struct Sections<'t> {
    /// The markers that begin a section, from top to bottom.
    borders: Vec<Marker<'t>>,
    count: usize,
}

impl<'t> Sections<'t> {
    /// Finds all sections; those wanted may begin with text on the line of their marker.
    pub(super) fn find(page: &Page<'t>, wanted: &[Section]) -> Self {
        let count = page.lines().len();
        let mut borders: Vec<Marker<'t>> = Vec::new();
        let mut inline: Vec<Marker<'t>> = Vec::new();
        for (line, text) in page.lines_outside() {
            let Some((section, rest)) = Section::of_line(text) else { continue };
            let opens = page.blocks().iter().any(|block| block.lines.start == line);
            let is_alone = rest.is_empty() || opens;
            let marker = Marker { section, line, rest, is_alone };
            if is_alone { borders.push(marker) } else { inline.push(marker) }
        }
        let mut sections = Self { borders, count };
        sections.drop_empty(page);
        let mut after = 0;
        for &section in wanted {
            let borders = &mut sections.borders;
            if let Some(border) = borders.iter().find(|border| border.section == section) {
                after = after.max(border.line);
            } else {
                let candidates = || inline.iter().filter(|marker| marker.section == section);
                let first = borders.iter().find(|border| border.section == Section::Before);
                let start = first.map_or(0, |before| before.line);
                let next = candidates().find(|marker| marker.line >= after);
                if let Some(&marker) = next.or_else(|| candidates().find(|marker| marker.line >= start)) {
                    after = after.max(marker.line);
                    borders.push(marker);
                }
            }
        }
        sections.borders.sort_by_key(|border| border.line);
        sections
    }

    /// Of several markers of one section, those with nothing below them only list what is to come.
    fn drop_empty(&mut self, page: &Page<'_>) {
        let all = self.borders.clone();
        let is_empty = |at: usize| {
            let lines = self.content_at(&all, at);
            page.lines()[lines.clone()].iter().all(|line| line.trim().is_empty())
                && page.blocks_in(&lines).next().is_none()
        };
        let has_twin = |at: usize| all.iter().filter(|other| other.section == all[at].section).count() > 1;
        self.borders =
            (0..all.len()).filter(|&at| !(has_twin(at) && is_empty(at))).map(|at| all[at]).collect();
    }

    /// Whether a section is there, once or more often.
    pub(super) fn has(&self, section: Section) -> bool {
        self.borders.iter().any(|border| border.section == section)
    }

    /// The only marker of a section.
    pub(super) fn one(&self, section: Section) -> Result<&Marker<'t>, Rejection> {
        let mut found = self.borders.iter().filter(|border| border.section == section);
        let name = section.name();
        match (found.next(), found.next()) {
            (Some(marker), None) => Ok(marker),
            (None, _) => Err(Rejection::new(Reason::MissingSection, format!("there is no [{name}]"))),
            (Some(one), Some(other)) => {
                let message = format!("[{name}] stands on lines {} and {}", one.line + 1, other.line + 1);
                Err(Rejection::new(Reason::RepeatedSection, message))
            }
        }
    }

    /// The lines of a section: from that of its marker, where a fence may open, up to the next section.
    pub(super) fn content(&self, marker: &Marker<'_>) -> Range<usize> {
        let at = self.borders.iter().position(|border| border.line == marker.line);
        let lines = self.content_at(&self.borders, at.unwrap_or(self.borders.len()));
        marker.line..lines.end
    }

    fn content_at(&self, borders: &[Marker<'_>], at: usize) -> Range<usize> {
        let end = borders.get(at + 1).map_or(self.count, |next| next.line);
        let start = borders.get(at).map_or(end, |border| border.line + 1);
        start..end.max(start)
    }

    /// The text of an instruction.
    pub(super) fn text(&self, page: &Page<'_>, marker: &Marker<'_>) -> Result<String, Rejection> {
        let lines = marker.line + 1..self.content(marker).end;
        let is_last = lines.end == self.count;
        let is_code = |at: usize| page.blocks().iter().any(|block| block.lines.contains(&at));
        let rest = if marker.is_alone { "" } else { marker.rest };
        let mut said: Vec<(&str, bool)> = vec![(rest, false)];
        said.extend(lines.clone().map(|at| (page.lines()[at].trim_end_matches('\n'), is_code(at))));
        if is_last {
            said.truncate(farewell(&said, marker.section));
        }
        while said.last().is_some_and(|(line, is_code)| !is_code && is_ornament(line)) {
            said.pop();
        }
        let lead = said.iter().take_while(|(line, is_code)| !is_code && is_ornament(line)).count();
        let text = said[lead..].iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
        let text = match &page.blocks_in(&lines).collect::<Vec<_>>()[..] {
            [only] if said[lead..].iter().all(|(_, is_code)| *is_code) => only.code.clone(),
            _ => text,
        };
        let text = text.trim().to_owned();
        if text.chars().any(char::is_alphanumeric) {
            return Ok(text);
        }
        let message = format!("[{}] has no text", marker.section.name());
        Err(Rejection::new(Reason::EmptySection, message))
    }

    /// Whether the model gives the mark of a refusal, on a line or in a block of its own.
    pub(super) fn is_refusal(&self, page: &Page<'_>) -> bool {
        let is_mark = |line: &str| {
            let bare = line.trim().trim_matches(['*', '`', '_', '#', ' ', '.', '"', '\'']);
            bare.eq_ignore_ascii_case(REFUSAL)
        };
        let behind_marker = |marker: &Marker<'_>| is_mark(marker.rest);
        page.lines_outside()
            .any(|(_, line)| is_mark(line) || Section::of_line(line).is_some_and(|(_, rest)| is_mark(rest)))
            || self.borders.iter().any(behind_marker)
            || page.blocks().iter().any(|block| is_mark(&block.code))
    }
}

/// Where the last section ends: at a rule, below the short instruction at a heading, and at a paragraph that takes leave.
fn farewell(said: &[(&str, bool)], section: Section) -> usize {
    const LEAVES: [&str; 4] = ["Let me know", "Feel free", "I hope", "Hope this"];
    let mut is_begun = false;
    let mut after_blank = true;
    for (at, (line, is_code)) in said.iter().enumerate() {
        let line = line.trim();
        let ends = is_rule(line)
            || (section == Section::Lazy && line.starts_with('#'))
            || (after_blank && LEAVES.iter().any(|leave| line.starts_with(leave)));
        if is_begun && !is_code && ends {
            return at;
        }
        is_begun |= !is_ornament(line);
        after_blank = line.is_empty();
    }
    said.len()
}

fn is_rule(line: &str) -> bool {
    ['-', '*', '_'].iter().any(|sign| line.len() >= 3 && line.chars().all(|c| c == *sign))
}

/// Whether a line says nothing.
fn is_ornament(line: &str) -> bool {
    line.trim().chars().all(|sign| matches!(sign, '-' | '*' | '_' | '#' | '`' | ' '))
}
