; What names mean.

(identifier) @reference
