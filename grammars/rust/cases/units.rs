//! an item comes and goes with its attributes and doc comments
use std::fmt; //= import
/// Says what it is. //= item
#[derive(Debug)] //= item
pub struct Point { //= item
    x: i32, //= x
    y: i32, //= y
} //= item
//? item -> x y
//? x ->
