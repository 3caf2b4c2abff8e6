//! Keys of servers. They come from environment variables only, and go into one header only.
//!
//! A key is never a flag, a field of a configuration or a part of a URL: all of these end in shell histories, process
//! listings, manifests or error messages. What servers say back is searched for it, since some repeat a refused key.

use secrecy::{ExposeSecret as _, SecretString};

/// The key of a server. Its `Debug` tells nothing of it.
#[derive(Clone, Debug)]
pub struct Key(SecretString);

/// What stands where a key stood.
const REDACTED: &str = "[key]";

impl Key {
    /// A key. Programs take it from [`Key::from_env`].
    pub fn new(key: &str) -> Self {
        Self(key.into())
    }

    /// The key in an environment variable, unless that is unset or empty.
    pub fn from_env(variable: &str) -> Option<Self> {
        let key = std::env::var(variable).ok()?;
        let key = key.trim();
        (!key.is_empty()).then(|| Self::new(key))
    }

    /// What the server wants to see.
    pub(crate) fn header(&self) -> String {
        format!("Bearer {}", self.0.expose_secret())
    }

    /// For the one place that must have it as a type of another crate.
    pub(crate) const fn secret(&self) -> &SecretString {
        &self.0
    }

    /// A text without the key.
    pub(crate) fn redact(&self, text: String) -> String {
        let key = self.0.expose_secret();
        if text.contains(key) { text.replace(key, REDACTED) } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_show() {
        let key = Key::new("sk-very-secret");
        assert!(!format!("{key:?}").contains("very"), "{key:?}");
        assert!(!format!("{key:?}").contains("sk-"));
        assert_eq!(key.redact("no such key: sk-very-secret.".to_owned()), "no such key: [key].");
    }
}
