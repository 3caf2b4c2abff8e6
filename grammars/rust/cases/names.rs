//! a use means the nearest binding, and a shadowed one stays needed by its own uses
fn f() {
    let a = 1; //= first
    let b = a + 1; //= b
    let a = b; //= second
    use_it(a); //= use
}
//? first -> b second use
//? second -> use
//! items are seen from everywhere in their block
fn f() { g(); } //= f
fn g() {} //= g
//? g -> f
//! what a pattern binds is seen in its arm only
fn f(v: Option<i32>) {
    let x = 1; //= x
    match v { //= match
        Some(x) => show(x), //= some
        None => show(x), //= none
    } //= match
}
//? x -> match some none
//! a name in braces of a format string is a use
fn f() {
    let width = 8; //= width
    let name = "a"; //= name
    println!("{name:>width$} {{other}}"); //= print
}
//? width -> print
//? name -> print
//! tokens of a macro have names, members and fields
struct P { //= p
    x: i32, //= x
    y: i32, //= y
} //= p
fn f(p: P) { //= f
    println!("{}", p.x); //= print
    let v = vec![P { x: 1, y: 2 }]; //= vec
    show(p.y); //= show
} //= f
//? x -> print vec
//? p -> f print vec show x y
//! members of an `impl` are those of its type
struct P; //= p
impl P { //= impl
    fn new() -> Self { //= new
        P //= body
    } //= new
    fn get(&self) -> i32 { 1 } //= get
} //= impl
fn f() {
    let p = P::new(); //= let
    p.get(); //= use
    pick(&p).get(); //= other
}
//? get -> use other
//? new -> let use other body
//! an import is needed by its uses, a module by its glob
use std::fmt; //= fmt
use std::collections::{ //= list
    HashMap, //= map
    HashSet, //= set
}; //= list
mod inner { //= mod
    use super::*; //= glob
    fn g() -> fmt::Result { h() } //= g
} //= mod
fn h() -> fmt::Result { Ok(()) } //= h
type M = HashMap<u8, u8>; //= m
//? map -> m
//? set ->
//? fmt -> g h
//? glob -> mod g
//? h -> g
//! a name that a module brings in from the file
mod shapes { //= shapes
    pub fn area() -> i32 { 1 } //= area
} //= shapes
use shapes::area; //= use
fn f() { area(); } //= f
//? area -> use f

//! a parameter may have the name of the module of its type
use crate::render; //= use
fn draw( //= draw
    render: render::Render, //= parameter
) { //= draw
    render.go(); //= call
} //= draw
//? use -> draw parameter call
