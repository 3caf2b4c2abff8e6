//! a declaration alone
int a; //= one
//? one ->
