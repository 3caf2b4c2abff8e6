//! a declaration alone
package a //= one
//? one ->
