//! The syntax tree that the front end walks: a flat table of nodes in the order in which they start.
//!
//! Every parser fills the same table, with the node and field names of the language's tree-sitter grammar,
//! so that one set of declarations reads them all. A flat table costs one walk to fill, no pointer to
//! follow and no lifetime to carry; a subtree is a range.
//!
//! Comments are kept apart, because a parser may hang them anywhere.

use std::ops::Range;

use lintseq_core::{Index, IndexVec, index};

index! {
    /// A node of a [`Tree`], numbered in the order in which nodes start, parents first.
    NodeId
}

/// A kind of node, numbered as the tree-sitter grammar numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub u16);

/// A field of a node, numbered as the tree-sitter grammar numbers it; zero is no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field(pub u16);

impl Field {
    /// The child has no field name.
    pub const NONE: Self = Self(0);
}

/// A range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Whether a byte lies inside.
    #[inline]
    pub const fn contains(self, byte: u32) -> bool {
        self.start <= byte && byte < self.end
    }

    /// Whether another span lies inside.
    #[inline]
    pub const fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text of the span.
    #[inline]
    pub fn text(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// One node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it is to its parent.
    pub field: Field,
    /// Its parent; the root is its own.
    pub parent: NodeId,
    /// The node after its subtree.
    pub next: NodeId,
    /// Its bytes.
    pub span: Span,
}

/// The nodes of one text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// All nodes; the first is the root.
    pub nodes: IndexVec<NodeId, Node>,
    /// The bytes of every comment, in order.
    pub comments: Vec<Span>,
    /// The bytes around which the parser had to recover, in order.
    pub errors: Vec<Span>,
}

impl Tree {
    /// The root node.
    pub fn root(&self) -> NodeId {
        NodeId::new(0)
    }

    /// The children of a node, in order.
    #[inline]
    pub fn children(&self, node: NodeId) -> Children<'_> {
        Children { tree: self, at: node.index() + 1, end: self.nodes[node].next.index() }
    }

    /// The first child in a field.
    pub fn child(&self, node: NodeId, field: Field) -> Option<NodeId> {
        self.children(node).find(|&child| self.nodes[child].field == field)
    }

    /// The node and all below it, parents first.
    pub fn subtree(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let range: Range<usize> = node.index()..self.nodes[node].next.index();
        range.map(NodeId::new)
    }

    /// Whether `inner` is `outer` or lies below it.
    #[inline]
    pub fn encloses(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.nodes[outer].next
    }

    /// The parent, or nothing for the root.
    #[inline]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        (node.index() > 0).then(|| self.nodes[node].parent)
    }

    /// The ancestors of a node, nearest first, without itself.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |&node| self.parent(node))
    }
}

/// Iterator over the children of a node.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    at: usize,
    end: usize,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        (self.at < self.end).then(|| {
            let node = NodeId::new(self.at);
            self.at = self.tree.nodes[node].next.index();
            node
        })
    }
}

/// Fills a [`Tree`] from outside in: open a node, open and close its children, close it.
#[derive(Debug, Default)]
pub(crate) struct TreeBuilder {
    tree: Tree,
    open: Vec<NodeId>,
}

impl TreeBuilder {
    /// A builder with room for the nodes of a text.
    pub(crate) fn for_text(text: &str) -> Self {
        let mut tree = Tree::default();
        // Programs have a node for every four to eight bytes.
        tree.nodes.reserve(text.len() / 4 + 8);
        Self { tree, open: Vec::with_capacity(32) }
    }

    /// Opens a node below the one that is open.
    #[inline]
    pub(crate) fn open(&mut self, kind: Kind, field: Field, span: Span) -> NodeId {
        let id = NodeId::new(self.tree.nodes.len());
        let parent = self.open.last().copied().unwrap_or(id);
        self.tree.nodes.push(Node { kind, field, parent, next: id, span });
        self.open.push(id);
        id
    }

    /// Closes the node that was opened last.
    #[inline]
    pub(crate) fn close(&mut self) {
        if let Some(node) = self.open.pop() {
            self.tree.nodes[node].next = NodeId::new(self.tree.nodes.len());
        }
    }

    /// Corrects the bytes of a node.
    #[inline]
    pub(crate) fn set_span(&mut self, node: NodeId, span: Span) {
        self.tree.nodes[node].span = span;
    }

    /// Closes the node that was opened last, whose end has only now become known.
    #[inline]
    pub(crate) fn close_at(&mut self, end: u32) {
        if let Some(&node) = self.open.last() {
            self.tree.nodes[node].span.end = end;
        }
        self.close();
    }

    /// A node without children.
    #[inline]
    pub(crate) fn leaf(&mut self, kind: Kind, field: Field, span: Span) {
        self.open(kind, field, span);
        self.close();
    }

    /// Notes a comment.
    pub(crate) fn comment(&mut self, span: Span) {
        self.tree.comments.push(span);
    }

    /// Notes a place where the parser had to recover.
    pub(crate) fn error(&mut self, span: Span) {
        self.tree.errors.push(span);
    }

    /// The finished tree.
    ///
    /// # Panics
    /// If a node is still open: a bug in the parser's adapter.
    pub(crate) fn finish(self) -> Tree {
        assert!(self.open.is_empty(), "every node that was opened is closed");
        self.tree
    }
}
