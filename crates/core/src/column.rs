//! The columns of a table of rows: what writers must know and cannot see from a row with nulls in it.

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key in JSON rows.
    pub name: String,
    /// What it holds. Every column may hold nulls.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// `true` or `false`.
    Bool,
    /// A 64-bit integer.
    Int,
    /// A 64-bit float.
    Float,
    /// A string; a number, such as an id, becomes its digits.
    Text,
    /// A list.
    List(Box<Self>),
    /// An object with these keys, any of which may be null.
    Struct(Vec<Column>),
    /// Nested values of no fixed type: as they are in JSON rows, as JSON text in Parquet. A value that is JSON text
    /// in the rows already is [`Text`](Self::Text).
    Json,
}

impl Column {
    /// A column of this name and kind.
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }

    /// A column of strings.
    pub fn text(name: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::Text)
    }

    /// A column of integers.
    pub fn int(name: impl Into<String>) -> Self {
        Self::new(name, ColumnKind::Int)
    }
}

impl ColumnKind {
    /// A list of strings.
    pub fn texts() -> Self {
        Self::list(Self::Text)
    }

    /// A list.
    pub fn list(items: Self) -> Self {
        Self::List(Box::new(items))
    }

    /// A list of objects.
    pub fn structs(columns: impl IntoIterator<Item = Column>) -> Self {
        Self::list(Self::Struct(columns.into_iter().collect()))
    }

    /// Whether the kind leaves open what its values are, at any depth.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Json => true,
            Self::List(items) => items.is_open(),
            Self::Struct(columns) => columns.iter().any(|column| column.kind.is_open()),
            Self::Bool | Self::Int | Self::Float | Self::Text => false,
        }
    }
}
