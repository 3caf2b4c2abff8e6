//! a use needs the member of the class around
class A { //= A
  #count = 0; //= count
  constructor() { //= new
    this.x = 1; //= x
  }
  add() { //= add
    this.#count++; //= inc
    return this.x; //= get
  }
}
//? count -> inc
//? x -> get
//? new -> x get
//! an object written out, and its functions
const o = { //= o
  x: 1, //= x
  f() { //= f
    return this.x; //= use
  },
  g: () => this.x, //= g
};
o.f(); //= call
other.x(); //= other
//? x -> use
//? f -> use call
//! a call whose value is used needs a value
function f() { //= f
  return 1; //= one
}
f(); //= plain
print(f()); //= used
//? one -> used
//! a line that would join the one above keeps what is between
const a = b //= a
const c = d; //= c
(function () { //= call
  f() //= f
})()
//? c -> call f
//? a ->
//? f ->
//! what has no name of its own stays
class List { //= List
  *[Symbol.iterator]() { //= iterator
    yield 1; //= one
  }
  f() {} //= f
}
//? iterator -> one List f
//? f ->
//! a spread stays with the members that it goes with
const o = { //= o
  ...defaults, //= spread
  a: 1, //= a
};
//? a ->
//? spread -> o a
//! a private member is declared, never made by a store
class A { //= A
  #x; //= x
  constructor() {
    this.#x = 1; //= store
  }
  static is(o) { //= is
    return #x in o; //= test
  }
  get() { //= get
    return this.#x; //= use
  }
}
//? store ->
//? x -> store test use
