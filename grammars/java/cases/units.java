//! a declaration alone
class A {} //= one
//? one ->
