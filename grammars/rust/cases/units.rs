//! a declaration alone
pub mod a {} //= one
//? one ->
