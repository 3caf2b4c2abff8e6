//! a variant takes its arm, an arm its match
enum Shape { //= enum
    Dot, //= dot
    Circle(f64), //= circle
    Square(f64), //= square
} //= enum
fn area(s: Shape) -> f64 { //= f
    match s { //= match
        Shape::Dot => 0.0, //= arm-dot
        Shape::Circle(r) => r * r, //= arm-circle
        Shape::Square(a) => a * a, //= arm-square
    } //= match
} //= f
//? circle -> arm-circle
//? arm-circle -> f match arm-dot arm-square
//! with a default arm the others are free
fn f(n: i32) -> i32 { //= f
    match n { //= match
        0 => 1, //= zero
        1 => 2, //= one
        _ => 3, //= other
    } //= match
} //= f
//? zero ->
//? other -> f match zero one
//! a name that is bound covers everything, a guarded arm nothing
fn f(n: i32) { //= f
    match n { //= match
        0 => a(), //= zero
        n if n > 3 => b(), //= guarded
        n => c(n), //= other
    } //= match
} //= f
//? guarded ->
//? zero ->
//? other -> match zero guarded
//! a field takes its initialiser, an initialiser its literal
struct P { //= p
    x: i32, //= x
    y: i32, //= y
} //= p
fn f() {
    let p = P { //= let
        x: 1, //= init-x
        y: 2, //= init-y
    }; //= let
    show(p.x); //= use
}
//? y -> init-y
//? init-y -> let init-x use
//? x -> init-x use
//! with a base the initialisers are free
struct P { //= p
    x: i32, //= x
    y: i32, //= y
} //= p
fn f() {
    let p = P { //= let
        x: 1, //= init-x
        ..P::default() //= base
    }; //= let
}
//? init-x ->
//? base -> let init-x
//! an item of a trait takes those of its impls, and these are required
trait Area { //= trait
    fn area(&self) -> f64; //= area
    fn twice(&self) -> f64 { //= twice
        2.0 * self.area() //= twice-body
    } //= twice
    fn name(&self) -> String; //= name
} //= trait
struct Dot; //= dot
impl Area for Dot { //= impl
    fn area(&self) -> f64 { 0.0 } //= impl-area
    fn twice(&self) -> f64 { 0.0 } //= impl-twice
    fn name(&self) -> String { String::new() } //= impl-name
} //= impl
fn f() { let _ = Dot; } //= f
//? name -> impl-name
//? impl-name -> f impl impl-area impl-twice
//? impl-twice ->
//? area -> twice twice-body impl-area impl-twice
//! who uses a type needs what it says it is
use std::fmt; //= use
struct Dot; //= dot
impl fmt::Display for Dot { //= impl
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { Ok(()) } //= fmt
} //= impl
impl Dot { //= own
    fn new() -> Self { Dot } //= new
} //= own
fn f() { println!("{}", Dot::new()); } //= f
//? impl -> fmt f
//? fmt -> impl f
//? dot -> impl fmt own new f
//! an ordering needs the equality that it rests on
struct N(i32); //= n
impl PartialEq for N { //= eq
    fn eq(&self, o: &N) -> bool { self.0 == o.0 } //= eq-body
} //= eq
impl Eq for N {} //= total
//? eq -> eq-body total
//? total ->
//! operators on a type of the file need their traits
struct V(i32); //= v
impl Neg for V { //= neg
    fn neg(self) -> V { V(0) } //= neg-body
} //= neg
impl Sub for V { //= sub
    fn sub(self, other: V) -> V { -other } //= sub-body
} //= sub
//? neg -> neg-body sub sub-body
//! a macro in the place of an item defines its words
newtype!(Count, usize); //= count
fn f(c: Count) {} //= f
fn g(n: usize) {} //= g
//? count -> f
//! all names of an enum, brought into a function
enum Op { //= op
    Push(i32), //= push
    Pop, //= pop
} //= op
fn f() -> Vec<Op> { //= f
    use Op::*; //= use
    g(Pop); //= g
    vec![Push(1)] //= tail
} //= f
//? pop -> g
//? push -> tail f use g
//! an impl for a type from elsewhere
trait Twice { //= trait
    fn twice(self) -> i32; //= item
} //= trait
impl Twice for i32 { //= impl
    fn twice(self) -> i32 { self * 2 } //= body
} //= impl
fn f() -> i32 { 2.twice() } //= f
//? body -> trait item impl f
//! an arm for a part of a variant is free where another covers all of it
fn f(c: Option<char>) { //= f
    match c { //= match
        Some('a') => a(), //= a
        Some('b'..='z') => b(), //= b
        Some(c) => other(c), //= some
        None => none(), //= none
    } //= match
} //= f
//? a ->
//? b ->
//? some -> match a b none
//? none -> match a b some
