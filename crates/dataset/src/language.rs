//! What the data set needs to know of languages, which is only their names.

use crate::comments::Comments;

/// Names and extensions of the languages that the caller supports.
///
/// The readers know no language themselves: which files of a folder are programs, and what `C++` in a row
/// means, is asked here.
pub trait LanguageTable: Sync {
    /// The canonical name of the language of files with this extension, given without its dot; by default no file is a
    /// program.
    fn by_extension(&self, _extension: &str) -> Option<&str> {
        None
    }
    /// The canonical name of the language of a text in a file with this extension, where languages share it: of those
    /// that the text may be in, the wanted one.
    fn by_text(&self, extension: &str, _text: &str, _wanted: Option<&str>) -> Option<&str> {
        self.by_extension(extension)
    }
    /// Whether files with this extension may be in a language, which is given by its canonical name.
    fn has_extension(&self, language: &str, extension: &str) -> bool {
        self.by_extension(extension) == Some(language)
    }
    /// The canonical name behind a name or an alias, such as `py`, `C++` or `golang`, in any case; by default no name is
    /// known.
    fn by_name(&self, _name: &str) -> Option<&str> {
        None
    }
    /// The language of a program that says nothing about it; by default Python.
    fn default_language(&self) -> &'static str {
        "python"
    }
    /// What comments of a language look like; by default nothing does.
    fn comments(&self, _language: &str) -> Comments<'_> {
        Comments::default()
    }
}

/// The extension of the last part of a path, without its dot.
pub(crate) fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty()).then_some(extension)
}
