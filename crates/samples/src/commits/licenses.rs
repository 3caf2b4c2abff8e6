//! Which licences a commit may be under.
//!
//! Licences are named as SPDX names them, in any case, since data sets write them in lower case. An expression is
//! read as far as data sets need: `A OR B` is allowed with either, `A AND B` with both, and an exception
//! (`WITH`) does not take rights away.

use lintseq_core::{Reason, Rejection};

/// The licences allowed; all of them, if none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Licenses {
    allowed: Vec<String>,
}

/// What `permissive` stands for: the licences of CommitPackFT that ask for no more than a notice.
pub const PERMISSIVE: [&str; 19] = [
    "0BSD",
    "AFL-3.0",
    "Apache-2.0",
    "Artistic-2.0",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSD-3-Clause-Clear",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "NCSA",
    "PostgreSQL",
    "Python-2.0",
    "Unlicense",
    "WTFPL",
    "Zlib",
];

impl Licenses {
    /// Allows these licences; `permissive` stands for [`PERMISSIVE`].
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut allowed = Vec::new();
        for name in names {
            let name = name.as_ref().trim().to_ascii_lowercase();
            if name == "permissive" {
                allowed.extend(PERMISSIVE.map(str::to_ascii_lowercase));
            } else if !name.is_empty() {
                allowed.push(name);
            }
        }
        Self { allowed }
    }

    /// Checks the licence of a commit.
    ///
    /// # Errors
    /// If it is not allowed, or not known where only some are.
    pub fn check(&self, license: Option<&str>) -> Result<(), Rejection> {
        if self.allowed.is_empty() {
            return Ok(());
        }
        let message = match license.map(str::trim).filter(|license| !license.is_empty()) {
            None => "no licence is known; --repository-license names that of a git repository".to_owned(),
            Some(license) if self.allows(license) => return Ok(()),
            Some(license) => format!("{license} is none of those that --license allows"),
        };
        Err(Rejection::new(Reason::LicenseNotAllowed, message))
    }

    fn allows(&self, expression: &str) -> bool {
        let expression = expression.to_ascii_lowercase().replace(['(', ')'], " ");
        let words: Vec<_> = expression.split_whitespace().collect();
        let is_allowed =
            |name: &[&str]| name.first().is_some_and(|name| self.allowed.iter().any(|one| one == name));
        words.split(|word| *word == "or").any(|all| all.split(|word| *word == "and").all(is_allowed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let licenses = Licenses::new(["permissive", "MPL-2.0"]);
        for allowed in
            ["mit", "Apache-2.0 WITH LLVM-exception", "GPL-2.0 OR MIT", "(MIT AND mpl-2.0)", " bsd-3-clause"]
        {
            assert!(licenses.check(Some(allowed)).is_ok(), "{allowed}");
        }
        for refused in ["gpl-3.0", "MIT AND GPL-2.0", "", "unknown"] {
            assert!(licenses.check(Some(refused)).is_err(), "{refused}");
        }
        assert!(licenses.check(None).is_err());
        assert!(Licenses::new::<&str>([]).check(None).is_ok());
    }
}
