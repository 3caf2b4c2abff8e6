//! a declaration alone
let a = 1; //= one
//? one ->
