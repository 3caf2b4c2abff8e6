//! an open value needs the first use that tells its type
fn f(n: usize) -> usize { //= f
    let mut v = Vec::new(); //= v
    println!("{}", v.len()); //= len
    v.push(n); //= push
    v.push(2); //= again
    let t: Vec<u8> = Vec::new(); //= typed
    t.push(1); //= pushed
    n //= tail
} //= f
//? len ->
//? again ->
//? push -> v len again
//? pushed ->
//! without a use that tells, the first will do
fn f(words: &[&str]) {
    let v = words.iter().map(|w| w.len()).collect(); //= v
    for x in v { g(x); } //= for
    for y in v { g(y); } //= other
}
//? other ->
//? for -> v other
//! a variable without a value needs what is assigned to it
fn f(c: bool) {
    let x; //= x
    if c { //= if
        x = 1; //= one
    } else { //= else
        x = 2; //= two
    } //= if
    show(x); //= show
}
//? one -> x two show
//? else -> x one two show
//! a type parameter must be mentioned
struct Pair<T> { //= pair
    left: T, //= left
    right: T, //= right
    size: usize, //= size
} //= pair
//? size ->
//? left ->
//? left right -> pair size
//! so must a lifetime
struct Line<'a> { //= line
    text: &'a str, //= text
    number: usize, //= number
} //= line
//? number ->
//? text -> line number
//! what gives methods stands before what is around it
use std::collections::HashMap; //= map
use std::io::Write; //= write
fn f() { out(); } //= f
fn g(m: HashMap<u8, u8>) {} //= g
//? write -> f g
//? map -> g
//! a loop that moves a variable away gives it back
fn f(list: Option<Node>) {
    let mut current = list; //= current
    while let Some(node) = current { //= loop
        show(&node); //= show
        current = node.next; //= back
    } //= loop
}
//? show ->
//? back -> loop show
//! a number that gets its type from what is added
fn f(v: &[f64]) -> f64 { //= f
    let mut sum = 0.0; //= sum
    for x in v { //= for
        sum += x; //= add
        log(); //= log
    } //= for
    sum.sqrt() //= tail
} //= f
//? log ->
//? add -> sum tail f for log
//! a parameter that only the class itself mentions is of no use
enum Tree<K> { //= tree
    Empty, //= empty
    Node { //= node
        key: K, //= key
        left: Box<Tree<K>>, //= left
    }, //= node
} //= tree
//? left ->
//? key -> tree empty node left
//! a closure needs a call that tells what it takes
fn f(v: &[i32]) {
    let add = |a, b| a + b; //= add
    let n = v.iter().map(|x| x + 1).count(); //= n
    show(add(1, 2)); //= call
    show(n); //= show
}
//? call -> add
//? show ->
