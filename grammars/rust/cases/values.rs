//! a function with a result keeps its tail
fn one() -> i32 { //= f
    let _x = 1; //= x
    2 //= tail
} //= f
//? x ->
//? tail -> f x
//! branches of a tail keep theirs, and the last else stays
fn sign(x: i32) -> i32 { //= f
    if x > 0 { //= if
        log(x); //= log
        1 //= one
    } else if x < 0 { //= link
        -1 //= minus
    } else { //= else
        0 //= zero
    } //= if
} //= f
//? log ->
//? link -> minus
//? minus -> link
//? else -> f if log one link minus zero
//! where no value is used nothing is kept
fn act(x: i32) {
    if x > 0 { //= if
        log(x); //= log
    } else { //= else
        log(0); //= zero
    } //= if
}
//? log ->
//? else -> zero
//? zero ->
//! an initialiser keeps the value of its block
fn init() {
    let x = { //= let
        log(1); //= log
        1 //= one
    }; //= let
    let f = |y: i32| { //= closure
        log(y); //= inner
    }; //= closure
}
//? log ->
//? one -> let log
//? inner ->
//! a jump at the end of a block stays with it, not at the end of a function
fn jump(x: i32) {
    for i in 0..x { //= for
        if i > 2 { //= if
            log(i); //= log
            continue; //= jump
        } //= if
    } //= for
    return; //= end
}
//? jump -> if log
//? log ->
//? end ->
//! an attribute chooses between several ends
fn f() -> i32 { //= f
    #[cfg(unix)] //= unix
    { //= unix
        log(1); //= log
        1 //= one
    } //= unix
    #[cfg(not(unix))] //= other
    { //= other
        2 //= two
    } //= other
} //= f
//? log ->
//? one -> f unix log other two
//? two -> f unix log one other
