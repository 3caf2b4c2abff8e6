//! a function that gives back a value somewhere keeps one of them
function f(x: number): number { //= f
  if (x > 1) { //= if
    return 1; //= one
  }
  return 2; //= two
}
//? two ->
//? one -> if
//? if two -> f one
//! a value that is nothing does not stand in for one
function f(x: number) { //= f
  if (x > 1) return null; //= none
  return { x }; //= some
}
//? none ->
//? some -> f none
//! a constructor is needed by those who call it
class A {
  constructor(x: number) {} //= new
}
class B extends A { //= B
  constructor() { //= bnew
    super(1); //= super
  }
}
const a = new A(1); //= a
//? new -> a super bnew
//! a function that ends by throwing
function f(): number { //= f
  log(); //= log
  throw new Error(); //= throw
}
//? log ->
//? throw -> f log
