//! Which licences a record may be under.
//!
//! Licences are expressions as SPDX has them: `A OR B` is allowed with either, `A AND B` with both. What data sets
//! make of the names is understood too: any case, `/` for `OR`, retired names, `BSD 3 clause`. An exception (`WITH`)
//! does not take rights away. The only file that names the `spdx` crate; its lists are SPDX's own.

use std::sync::LazyLock;

use lintseq_core::{Reason, Rejection};
use rustc_hash::FxHashMap;
use spdx::{Expression, LicenseId, LicenseItem, LicenseReq, ParseMode};

/// The licences allowed; all of them, if none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Licenses {
    allowed: Vec<Allowed>,
}

/// A licence that is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Allowed {
    Spdx {
        id: LicenseId,
        or_later: bool,
    },
    /// A name that SPDX does not have, in lower case: data sets have their own.
    Named(String),
}

/// What `permissive` stands for: the licences of CommitPackFT that ask for no more than a notice.
const PERMISSIVE: [&str; 19] = [
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
    /// Allows these licences; `permissive` stands for all that ask for no more than a notice.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut allowed = Vec::new();
        for name in names {
            let name = name.as_ref().trim();
            if name.eq_ignore_ascii_case("permissive") {
                allowed.extend(PERMISSIVE.iter().map(|name| Allowed::of(name)));
            } else if !name.is_empty() {
                allowed.push(Allowed::of(name));
            }
        }
        Self { allowed }
    }

    /// Checks the licence of a record.
    ///
    /// # Errors
    /// If it is not allowed, or not known where only some are.
    pub fn check(&self, license: Option<&str>) -> Result<(), Rejection> {
        self.check_all(license)
    }

    /// Checks a list of licences, as scanners find them in one file: each must be allowed.
    ///
    /// # Errors
    /// If one is not allowed, or none is known where only some are.
    pub fn check_all<'l>(&self, licenses: impl IntoIterator<Item = &'l str>) -> Result<(), Rejection> {
        if self.allowed.is_empty() {
            return Ok(());
        }
        let refused = |message: String| Err(Rejection::new(Reason::LicenseNotAllowed, message));
        let mut known = licenses.into_iter().map(str::trim).filter(|license| !license.is_empty()).peekable();
        if known.peek().is_none() {
            return refused(
                "no licence is known; `commits` takes that of a git repository by --repository-license"
                    .to_owned(),
            );
        }
        match known.find(|license| !self.allows(license)) {
            None => Ok(()),
            Some(license) => refused(format!("{license} is none of those that --license allows")),
        }
    }

    fn allows(&self, expression: &str) -> bool {
        let whole = Allowed::Named(expression.to_lowercase());
        if self.allowed.contains(&whole) {
            return true;
        }
        let parsed = Expression::parse_mode(&canonical(expression), LENIENT);
        parsed.is_ok_and(|parsed| {
            parsed.evaluate(|wanted| self.allowed.iter().any(|allowed| allowed.satisfies(wanted)))
        })
    }
}

impl Allowed {
    fn of(name: &str) -> Self {
        let parsed = Expression::parse_mode(&canonical(name), LENIENT).ok();
        let only = parsed.as_ref().and_then(|parsed| {
            let mut all = parsed.requirements();
            all.next().filter(|_| all.next().is_none())
        });
        match only.map(|only| &only.req.license) {
            Some(LicenseItem::Spdx { id, or_later }) => Self::Spdx { id: *id, or_later: *or_later },
            _ => Self::Named(name.to_lowercase()),
        }
    }

    fn satisfies(&self, wanted: &LicenseReq) -> bool {
        match (self, &wanted.license) {
            (Self::Spdx { id, or_later }, LicenseItem::Spdx { id: wanted, or_later: or_wanted }) => {
                let (mine, theirs) = (Version::of(*id, *or_later), Version::of(*wanted, *or_wanted));
                mine.family == theirs.family
                    && (mine.number == theirs.number
                        || (mine.or_later && theirs.number > mine.number)
                        || (theirs.or_later && mine.number > theirs.number))
            }
            (Self::Named(name), LicenseItem::Other(other)) => other.lic_ref.to_lowercase() == *name,
            _ => false,
        }
    }
}

/// A licence taken apart: `GPL-2.0-or-later` is version 2.0 of the family `GPL`, or a later one.
#[derive(Debug)]
struct Version {
    family: String,
    number: Vec<u32>,
    or_later: bool,
}

impl Version {
    fn of(id: LicenseId, or_later: bool) -> Self {
        let name = id.name.trim_end_matches('+');
        let later = name.strip_suffix("-or-later");
        let plain = later.or_else(|| name.strip_suffix("-only")).unwrap_or(name);
        let number =
            |part: &&str| part.split('.').map(|digits| digits.parse().ok()).collect::<Option<Vec<u32>>>();
        // The clauses of BSD licences are no versions, and never asked for as later ones.
        let (family, number) = match plain.rsplit_once('-').map(|(family, part)| (family, number(&part))) {
            Some((family, Some(number))) => (family, number),
            _ => (plain, Vec::new()),
        };
        let or_later = or_later || later.is_some() || id.name.ends_with('+');
        Self { family: family.to_owned(), number, or_later }
    }
}

/// Everything that data sets do to names, and names that SPDX does not have.
const LENIENT: ParseMode = ParseMode { allow_unknown: true, ..ParseMode::LAX };

/// An expression with its names in SPDX's own case.
fn canonical(expression: &str) -> String {
    static NAMES: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
        let licenses = spdx::identifiers::LICENSES.iter().map(|license| license.name);
        let exceptions = spdx::identifiers::EXCEPTIONS.iter().map(|exception| exception.name);
        licenses.chain(exceptions).map(|name| (name.to_lowercase(), name)).collect()
    });
    let is_border = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '/' | ',');
    let canonical = |part: &str| {
        let word = part.trim_end_matches(is_border);
        let lower = word.to_lowercase();
        let name = match &*lower {
            "or" | "and" | "with" => Some(lower.to_uppercase()),
            _ => NAMES.get(&lower).map(|name| (*name).to_owned()),
        };
        name.unwrap_or_else(|| word.to_owned()) + &part[word.len()..]
    };
    expression.split_inclusive(is_border).map(canonical).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let licenses = Licenses::new(["permissive", "MPL-2.0", "my-own"]);
        for allowed in [
            "mit",
            "Apache-2.0 WITH LLVM-exception",
            "GPL-2.0 OR MIT",
            "MIT OR GPL-3.0",
            "(MIT AND mpl-2.0)",
            " bsd-3-clause",
            "MIT/GPL-3.0",
            "(gpl-2.0 or (mit and isc))",
            "my-own",
            "MIT or My-Own",
        ] {
            assert!(licenses.check(Some(allowed)).is_ok(), "{allowed}");
        }
        for refused in [
            "gpl-3.0",
            "MIT AND GPL-2.0",
            "",
            "unknown",
            "BSD-4-Clause",
            "MIT AND (GPL-2.0 OR Unknown)",
            "Apache-1.1",
        ] {
            assert!(licenses.check(Some(refused)).is_err(), "{refused}");
        }
        assert!(licenses.check(None).is_err());
        assert!(Licenses::new::<&str>([]).check(None).is_ok());
    }

    #[test]
    fn versions() {
        let check = |allowed: &str, license: &str| Licenses::new([allowed]).check(Some(license)).is_ok();
        assert!(check("GPL-3.0", "gpl-3.0-only") && check("GPL-3.0-only", "GPL-2.0-or-later"));
        assert!(check("GPL-2.0+", "GPL-3.0-only") && check("LGPL-2.1-or-later", "LGPL-2.1"));
        assert!(!check("GPL-2.0-only", "GPL-3.0-only") && !check("GPL-3.0-only", "AGPL-3.0-only"));
    }

    #[test]
    fn of_a_list_all_must_be_allowed() {
        let licenses = Licenses::new(["MIT", "Apache-2.0"]);
        assert!(licenses.check_all(["MIT", "Apache-2.0"]).is_ok());
        assert!(licenses.check_all(["MIT", "GPL-3.0-only"]).is_err());
        assert!(licenses.check_all([]).is_err());
    }
}
