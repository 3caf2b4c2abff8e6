//! a declaration alone
let a = 1; //= one
//? one ->
//! members of descriptions and enumerations
interface A { //= A
  x: number; //= x
  f(y: string): void; //= f
}
enum E { //= E
  One, //= One
  Two = 2, //= Two
}
type T = { //= T
  z: string; //= z
};
//? x ->
//? f ->
//? One ->
//? z ->
//! a mapped type is one piece
type R<T> = { //= R
  readonly [K in keyof T]: T[K]; //= R
}; //= R
//? R ->
//! decorators stay with what they decorate
class C { //= C
  @input() //= x
  x = 1; //= x
  y = 2; //= y
}
//? x ->
//! a derived constructor calls the one above
class A extends B { //= A
  constructor() { //= new
    super(); //= super
    f(); //= call
  }
}
//? call ->
//? super -> new call
//! a constant is one piece
const a = [ //= a
  "x", //= a
  "y", //= a
] as const; //= a
//? a ->
//! a line that would join the one above keeps what is between
const a = b //= a
const c = d; //= c
[1, 2].forEach(f) //= list
//? c -> list
//? a ->
