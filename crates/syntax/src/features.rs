//! What a language's declarations tell of programs, for people.

/// The features, each with the captures that one of makes it.
const FEATURES: [(&str, &[&str]); 8] = [
    ("elements", &["unit.element", "unit.element.kept", "unit.element.closed"]),
    ("names", &["reference"]),
    ("members", &["member.name"]),
    ("results", &["result"]),
    ("classes", &["scope.class"]),
    ("types", &["type"]),
    ("required blocks", &["block.required"]),
    ("branches", &["branches"]),
];

/// The features of some declaration files.
pub(crate) fn features<'t>(files: impl Iterator<Item = &'t str>) -> Vec<&'static str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let captures: Vec<&str> = files
        .flat_map(str::lines)
        .filter(|line| !line.trim_start().starts_with(';'))
        .flat_map(|line| line.split('@').skip(1))
        .map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default())
        .collect();
    let has =
        |(name, any): &(&'static str, &[&str])| any.iter().any(|one| captures.contains(one)).then_some(*name);
    FEATURES.iter().filter_map(has).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_make_features() {
        let files = ["(a) @unit.element\n; @result", "((b) @reference (#eq? @reference \"x\"))"];
        assert_eq!(features(files.into_iter()), ["elements", "names"]);
    }
}
