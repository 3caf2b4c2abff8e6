//! The languages of lintseq, as synthesis asks for them.

use std::ops::Range;

use lintseq_syntax::depth::DEFAULT_MAX_DEPTH;
use lintseq_syntax::language::Language;
use lintseq_syntax::likeness::is_same_program;
use lintseq_synth::Languages;

pub(crate) struct BuiltIn(Vec<Language>);

impl BuiltIn {
    pub(crate) fn load() -> Self {
        Self(lintseq_grammars::BUILT_IN.iter().map(|files| Language::load(files).unwrap()).collect())
    }

    #[allow(dead_code, reason = "not every test asks for all")]
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Language::name)
    }

    fn language(&self, name: &str) -> &Language {
        self.0.iter().find(|language| language.name() == name).unwrap()
    }
}

impl Languages for BuiltIn {
    fn extension(&self, language: &str) -> &str {
        &self.language(language).settings().extensions[0]
    }

    fn is_label(&self, language: &str, label: &str) -> bool {
        let settings = self.language(language).settings();
        let label = label.to_lowercase();
        label == language || settings.aliases.contains(&label) || settings.extensions.contains(&label)
    }

    fn parses(&self, language: &str, text: &str) -> bool {
        self.language(language).parse(text, DEFAULT_MAX_DEPTH).is_ok_and(|tree| tree.errors.is_empty())
    }

    fn same_tree(&self, language: &str, one: &str, other: &str) -> bool {
        is_same_program(self.language(language), one, other, DEFAULT_MAX_DEPTH)
    }

    fn units(&self, _: &str, _: &str) -> Vec<Range<usize>> {
        Vec::new()
    }

    fn faults(&self, _: &str, text: &str) -> Vec<String> {
        text.lines().filter(|line| line.contains("undefined")).map(str::to_owned).collect()
    }
}
