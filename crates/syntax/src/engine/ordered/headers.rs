//! Headers: what brings the names that the file does not define.

use lintseq_core::{IndexVec, Rule, UnitId};

use super::Place;
use crate::engine::{Requirements, Words};
use crate::facts::{Bound, Facts, Symbol};
use crate::frontend::Names;
use crate::settings::Settings;

/// The headers of a program.
pub(super) struct Headers<'a> {
    settings: &'a Settings,
    words: &'a Words,
    texts: IndexVec<Symbol, &'a str>,
    /// The name, the unit and the place of each.
    all: Vec<(&'a str, UnitId, u32)>,
    /// What opens scopes: the unit and the place.
    open: Vec<(UnitId, u32)>,
}

impl<'a> Headers<'a> {
    pub(super) fn new(facts: &Facts, settings: &'a Settings, words: &'a Words, names: &'a Names) -> Self {
        let texts = names.texts();
        let all = facts
            .headers
            .iter()
            .map(|header| (texts[header.name].trim_matches(['<', '>', '"']), header.unit, header.at))
            .collect();
        let stars = facts.definitions.iter().filter(|definition| definition.bound == Bound::Star);
        let open = stars.map(|definition| (definition.unit, definition.at)).collect();
        Self { settings, words, texts, all, open }
    }

    /// A use of a name that nothing here defines: one of the headers that are known to declare it, or all.
    pub(super) fn need(&self, name: Symbol, place: Place, bare: bool, requirements: &mut Requirements) {
        if self.words.builtins.contains(&name) {
            return;
        }
        let at = place.span.start;
        let text = self.texts[name];
        let known: Vec<&str> =
            self.settings.headers.of(text.strip_prefix("apart ").unwrap_or(text)).collect();
        let before = || self.all.iter().filter(|header| header.2 < at);
        let fit: Vec<UnitId> =
            before().filter(|header| known.contains(&header.0)).map(|header| header.1).collect();
        if fit.is_empty() {
            for &(_, unit, _) in before() {
                requirements.one(place.unit, unit, None, Rule::Name, place.span);
            }
        } else {
            requirements.any(place.unit, fit, None, Rule::Name, place.span);
        }
        if bare {
            self.need_open(place, requirements);
        }
    }

    /// Whatever opens a scope before a use.
    pub(super) fn need_open(&self, place: Place, requirements: &mut Requirements) {
        for &(unit, at) in &self.open {
            if at < place.span.start {
                requirements.one(place.unit, unit, None, Rule::Name, place.span);
            }
        }
    }

    /// A header may ask for the macros before it.
    pub(super) fn need_macros(&self, facts: &Facts, requirements: &mut Requirements) {
        for definition in &facts.definitions {
            if matches!(definition.bound, Bound::Macro(_)) {
                for &(_, unit, _) in self.all.iter().filter(|header| definition.at < header.2) {
                    let at = crate::tree::Span { start: definition.at, end: definition.at };
                    requirements.one(unit, definition.unit, None, Rule::Name, at);
                }
            }
        }
    }
}
