//! What declarations say about nodes.

use std::fmt;

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What a capture of the declaration files says about a node.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Role {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The capture name, without its `@`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What the capture means.
            pub fn explain(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_start(),)+ }
            }
        }
    };
}

roles! {
    /// A run of whole lines that can come or go: a statement, a declaration, a clause.
    Unit = "unit",
    /// An element of a bracketed list: a unit where it stands on lines of its own.
    Element = "unit.element",
    /// An element of a list that must keep one.
    ElementKept = "unit.element.kept",
    /// An element of a list that can be split only where the last element has a separator too.
    ElementClosed = "unit.element.closed",
    /// An element of a list that has no brackets, such as a child of markup.
    ElementFree = "unit.element.free",
    /// A clause that may begin on the line of the bracket that closes what is before it, such as `} else {`.
    UnitChained = "unit.chained",
    /// Belongs to the node after it, such as an attribute.
    Attached = "attached",
    /// Nothing inside comes or goes on its own.
    Atomic = "atomic",
    /// The unit around this block needs one of the block's units.
    BlockRequired = "block.required",
    /// The parent's unit needs one of its children with this role.
    OneOf = "one-of",
    /// A sibling that others with `@partner.needed` wait for.
    Partner = "partner",
    /// Needs a sibling with `@partner`.
    PartnerNeeded = "partner.needed",
    /// What is around it needs it.
    Kept = "kept",
    /// What is around it needs it where what follows begins on its last line, such as the end of a list.
    KeptClosing = "kept.closing",
    /// Says again what the nearest sibling before it says that is no echo, and needs that one.
    Echo = "echo",
    /// Goes last: all units around need it.
    Last = "last",
    /// Its value is used: where that is the value of a block, the block needs its last statement.
    ValueNeeded = "value.needed",
    /// Its value may be used: where a block ends with one, the block needs it.
    ValueWanted = "value.wanted",
    /// A part that gives the value of the node around it, such as a branch.
    ValuePart = "value.part",
    /// A part that gives the value of the node around it where no other part does, such as the last `else`.
    ValuePartRequired = "value.part.required",
    /// A block whose value is that of its last statement. It also needs a jump at its end (`@exit`), unless it is
    /// the body of a function.
    BlockValue = "block.value",
    /// A heading, such as `public:`: its siblings need it, up to the next one.
    Section = "section",

    /// Names bound inside are seen from here only, and bodies run later.
    ScopeFunction = "scope.function",
    /// Names bound inside are members; nested functions do not see them.
    ScopeClass = "scope.class",
    /// Names bound inside are seen from here only, and the body runs at once.
    ScopeInline = "scope.inline",
    /// Names bound inside are seen from here only, and only after they are bound.
    ScopeBlock = "scope.block",
    /// With `@scope.class`: names bound inside are seen by nested functions too, as in a module.
    ScopeOpen = "scope.open",
    /// A written-out object, or the description of one: names bound inside are its members.
    ScopeObject = "scope.object",
    /// Code whose names are those of the scope around as well, to whoever asks for them.
    ScopeShared = "scope.shared",
    /// Evaluated in the scope around the nearest scope.
    Outside = "outside",
    /// Code that may not run: a definition inside dominates only what is inside.
    Region = "region",
    /// A statement whose regions are alternatives.
    Branches = "branches",
    /// A statement whose regions run again.
    Loop = "loop",
    /// A loop that only a `@break` ends: what follows it needs one.
    Endless = "endless",
    /// Leaves the nearest loop or choice around, or one that it names.
    Break = "break",
    /// A statement that is left by breaking, such as a loop.
    Breakable = "breakable",
    /// A statement whose `@handler`s take what its body raises.
    Handled = "handled",
    /// Handles what its `@handler.type`s name.
    Handler = "handler",
    /// What is handled.
    HandlerType = "handler.type",
    /// What a function may raise.
    Raises = "raises",
    /// Raises the object that is made in it.
    Raise = "raise",
    /// Leaves the region: return, raise, break.
    Exit = "exit",

    /// A statement that tells what an object is, and leaves its block or has an alternative: what comes after
    /// knows. Its first child is the condition, its second what runs if it holds.
    Guard = "guard",
    /// A test in the condition of a guard that tells what an object is.
    GuardTest = "guard.test",
    /// What is left when no sibling before it holds, such as a default: it knows from all of them.
    GuardRest = "guard.rest",

    /// A place where a name, a member or a pattern of them is bound.
    Binding = "binding",
    /// A place where a name is bound in the nearest scope that is not inline.
    BindingHoisted = "binding.hoisted",
    /// A pattern: its children are bound where it is.
    BindingPattern = "binding.pattern",
    /// A pattern that takes values out of an object by their names: its children are bound where it is.
    BindingFields = "binding.fields",
    /// Evaluated inside a pattern, such as a default: not bound.
    Unbound = "unbound",
    /// A name in a pattern: bound where it starts with a small letter, used otherwise.
    Capture = "capture",
    /// A name that is seen from the whole of its scope, before its definition too.
    Hoisted = "hoisted",
    /// Bindings inside take effect at the end of this node.
    Effect = "effect",
    /// Bindings inside take effect at the end of the next sibling.
    EffectNext = "effect.next",
    /// A value whose type a later use may have to tell, if its text says so (`open_values`).
    Open = "open",
    /// A use that tells the type of a value.
    Tells = "tells",
    /// What is bound to the name beside it.
    Value = "value",
    /// The type of what is bound beside it, or of what the function around it gives back.
    Type = "type",
    /// The name of a function.
    DefinitionFunction = "definition.function",
    /// The name of a class.
    DefinitionClass = "definition.class",
    /// A parameter: bound throughout its function.
    DefinitionParameter = "definition.parameter",
    /// The parameter that stands for the object.
    DefinitionReceiver = "definition.receiver",
    /// A name from elsewhere.
    DefinitionImport = "definition.import",
    /// The name of a constructor.
    DefinitionConstructor = "definition.constructor",
    /// The path of a module whose last segment is the name by which it is known from here on.
    DefinitionImportPath = "definition.import.path",
    /// A name from another module of the file: also a use of that name in the scope around.
    DefinitionAlias = "definition.alias",
    /// Stands for the last word of the path before it: that name is from elsewhere.
    DefinitionPath = "definition.path",
    /// All names of another module.
    DefinitionStar = "definition.star",
    /// A bound name that must be used somewhere: its definition cannot stand without.
    MustUse = "must-use",
    /// The name of the function or class around, however deep in its header.
    DefinitionOuter = "definition.outer",
    /// A name that stands for a text, which is the `@value` beside it.
    DefinitionMacro = "definition.macro",
    /// The names that the settings list for a header, or any names.
    DefinitionHeader = "definition.header",
    /// A declaration ahead of its definition: it serves where no definition stands before.
    Forward = "forward",
    /// What tells functions of one name apart.
    Signature = "signature",
    /// A definition that needs what its name meant before, such as a template's special case.
    Special = "special",
    /// A name in a name space of its own, such as a tag or a label.
    Apart = "apart",
    /// Makes the name local and gives it no value.
    Local = "local",
    /// In this scope the name is the module's.
    RedirectGlobal = "redirect.global",
    /// In this scope the name is that of a function around.
    RedirectOuter = "redirect.outer",
    /// Ends the life of a name.
    Undefinition = "undefinition",

    /// A use of a name.
    Reference = "reference",
    /// A bound name without a value: a use needs what gives it one.
    Unset = "unset",
    /// A name that is only given a value.
    Write = "write",
    /// A use of a name behind that of its class or module.
    ReferenceQualified = "reference.qualified",
    /// A use of a name that asks whether it is there.
    ReferenceProbe = "reference.probe",
    /// A text that names things, looked up when all is defined.
    ReferenceQuoted = "reference.quoted",
    /// The tokens of a macro call or of its definition: names, members and format strings in them are uses.
    Tokens = "tokens",
    /// Not a use of a name after all.
    Ignore = "ignore",

    /// A member access: its children are `@member.object` and `@member.name`.
    Member = "member",
    /// The object whose member is accessed.
    MemberObject = "member.object",
    /// The name of the member.
    MemberName = "member.name",
    /// A name of a member in a literal of the class that a `@callee` beside the literal names.
    Slot = "slot",
    /// An expression or a pattern that lists fields of the class that its `@callee` names.
    Slots = "slots",
    /// A field in such a list: it is required, unless the class has lost the field.
    SlotEntry = "slot.entry",
    /// The name of the field in a slot.
    SlotName = "slot.name",
    /// Stands for all fields that a list does not mention.
    SlotRest = "slot.rest",
    /// A statement whose `@alternative` parts must cover a set, such as the variants of an enum.
    Alternatives = "alternatives",
    /// A part that covers something of the set.
    Alternative = "alternative",
    /// A part that covers all that no other covers: the others are not needed.
    AlternativeDefault = "alternative.default",
    /// What of the set a part covers: when that goes, the part goes alone.
    AlternativeOf = "alternative.of",
    /// Narrows what a part covers, such as a literal inside of a pattern.
    AlternativeNarrow = "alternative.narrow",
    /// A call: its child is `@callee`.
    Call = "call",
    /// The arguments of a call.
    Arguments = "arguments",
    /// The parameters of a function.
    Parameters = "parameters",
    /// A parameter that takes any number of arguments.
    ParameterMany = "parameter.many",
    /// What is called.
    Callee = "callee",
    /// A call whose value nobody uses.
    Unused = "unused",
    /// The object of the class around, or that class: `this`, `Self`.
    This = "this",
    /// A function whose `this` is that of the code around.
    ThisOuter = "this.outer",
    /// A value or a type that no class of the file describes; a call, where its callee is none of them.
    Foreign = "foreign",
    /// The object seen as its base class.
    Super = "super",
    /// An operator between its operands, which a function may stand for.
    Operator = "operator",
    /// Iterated over.
    UseIterate = "use.iterate",
    /// Subscripted.
    UseSubscript = "use.subscript",
    /// Entered as a context.
    UseEnter = "use.enter",
    /// Searched with a membership test.
    UseContains = "use.contains",
    /// Operated on.
    UseOperate = "use.operate",
    /// Handed on to somebody who may ask anything of it.
    UsePass = "use.pass",
    /// Spread over parameters: its elements must be complete.
    UseSpread = "use.spread",

    /// A function's way to give back a value.
    Result = "result",
    /// A function's way to give back a series of values; where it has one, plain results do not count.
    ResultStream = "result.stream",
    /// A function that must give back a value: it needs one of its `@result`s.
    Returning = "returning",
    /// A literal that stands for nothing.
    Nothing = "nothing",
    /// A literal: what it has shows in its text.
    Literal = "literal",
    /// A literal without elements, such as a number.
    LiteralPlain = "literal.plain",
    /// Its value is that of one of its children.
    Either = "either",
    /// A class whose constructor takes its fields.
    ClassRecord = "class.record",
    /// A field of a record class; on a name that is bound elsewhere, or used, also a member of the class around.
    Field = "class.field",
    /// A class of which there are no objects: what has all its members has its type.
    Interface = "class.interface",
    /// A class without a name that derives from the class around it.
    ClassPart = "class.part",
    /// A class that may leave open what its bases leave open.
    ClassOpen = "class.open",
    /// A function that may override one of a base from elsewhere, in a class that does not mark those that do.
    OverrideUnmarked = "override.unmarked",
    /// A function that must override one of a base class.
    Override = "override",
    /// A base class.
    ClassBase = "class.base",
    /// The class that the definitions around it join, such as that of an `impl`.
    ClassExtended = "class.extended",
    /// A function that must be overridden before its class can be made.
    Abstract = "abstract",
    /// A member that objects of its class may lack.
    Optional = "optional",
    /// A declaration that only describes another with its name.
    Stub = "stub",
}

impl Role {
    /// The role of a capture name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == name)
    }

    /// The role as a set of one.
    pub const fn bit(self) -> Roles {
        let mut words = [0; WORDS];
        words[self as usize / 64] = 1 << (self as u32 % 64);
        Roles(words)
    }
}

/// How many words a set of roles has.
const WORDS: usize = 3;

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles([u64; WORDS]);

impl Roles {
    /// The set of no role.
    pub(crate) const EMPTY: Self = Self([0; WORDS]);

    /// The set of these roles.
    pub const fn of(roles: &[Role]) -> Self {
        let mut set = Self::EMPTY;
        let mut at = 0;
        while at < roles.len() {
            set.insert(roles[at]);
            at += 1;
        }
        set
    }

    /// Whether the role is in the set.
    #[inline]
    pub const fn has(self, role: Role) -> bool {
        self.0[role as usize / 64] >> (role as u32 % 64) & 1 == 1
    }

    /// Whether any of the roles is in the set.
    #[inline]
    pub const fn any(self, roles: Self) -> bool {
        let (own, others) = (self.0, roles.0);
        (own[0] & others[0]) | (own[1] & others[1]) | (own[2] & others[2]) != 0
    }

    /// Whether the set is empty.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0[0] | self.0[1] | self.0[2] == 0
    }

    /// The roles of both sets.
    #[inline]
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        let (own, others) = (self.0, other.0);
        Self([own[0] | others[0], own[1] | others[1], own[2] | others[2]])
    }

    /// Adds a role.
    #[inline]
    pub const fn insert(&mut self, role: Role) {
        self.0[role as usize / 64] |= 1 << (role as u32 % 64);
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(Role::ALL.iter().filter(|role| self.has(**role)).map(|role| role.as_str()))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_fit_their_set_and_read_back() {
        assert!(Role::ALL.len() <= 64 * WORDS);
        for &role in Role::ALL {
            assert_eq!(Role::from_name(role.as_str()), Some(role));
        }
    }
}
