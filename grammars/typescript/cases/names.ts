//! types are seen from the whole of their block
const a: A = f(); //= a
interface A { x: B } //= A
type B = string; //= B
//? A -> a
//? B -> A a
//! parameters of types are their own
type T = string; //= T
type Box<T> = { value: T }; //= Box
type First<X> = X extends [infer T, ...any[]] ? T : never; //= First
function f<T>(x: T): T { //= f
  return x; //= body
}
//? T ->
//! an interface and its additions are all needed
interface A { x: number } //= one
interface A { y: number } //= two
let a: A; //= use
//? one -> use
//? two -> use
//! overloads need what they describe
function f(x: string): string; //= one
function f(x: number): number; //= two
function f(x: any): any { //= f
  return x;
}
f(1); //= use
//? f -> one two use
//? one -> use
//! namespaces
namespace N { //= N
  export const x = 1; //= x
}
print(N.x); //= use
//? N -> x use
//! enumerations
enum E { //= E
  A, //= A
  B, //= B
}
print(E.A); //= use
//? A -> use
//? B ->
//! imports of types
import type { A } from "m"; //= A
let a: A | null; //= use
//? A -> use

//! a parameter may have the name of the namespace of its type
import * as render from "./render"; //= import
function draw( //= draw
  render: render.Render, //= parameter
) { //= draw
  render.go(); //= call
} //= draw
//? import -> draw parameter call
