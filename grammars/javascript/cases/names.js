//! a use needs its declaration
const a = 1; //= a
print(a); //= use
//? a -> use
//? use ->
//! functions, classes and later constants are seen from before
f(new C(k)); //= use
function f() { //= f
  return k; //= inner
}
class C {} //= C
const k = 1; //= k
//? f -> use inner
//? C -> use
//? k -> use inner
//! a block hides
const x = 1; //= outer
{ //= block
  const x = 2; //= inner
  print(x); //= near
}
print(x); //= far
//? inner -> near
//? outer -> far
//! var belongs to the function
function f() { //= f
  if (a) { //= if
    var x = 1; //= var
  }
  for (var { y } of z) print(y); //= loop
  return x + y; //= use
}
//? var -> if use
//? loop -> use
//! patterns bind, and their defaults use
const one = 1; //= one
const { a, b: { c = one }, ...d } = f(); //= pattern
let [e, , g = 2] = d; //= list
print(a); //= a
print(c); //= c
print(e, g); //= e
//? one -> pattern list a c e
//? list -> e
//! elements of a pattern are bound one by one
const { //= head
  a, //= a
  b: c, //= b
} = o();
print(a); //= use_a
print(c); //= use_c
//? a -> use_a
//? b -> use_c
//? head -> a b use_a use_c
//! assignments bind nothing
let x; //= let
x = 1; //= first
({ x } = f()); //= second
print(x); //= use
//? first ->
//? let -> first second use
//! a loop without a declaration uses
let k; //= let
for (k in o) { //= loop
  print(k); //= use
}
for (const k of o) { //= own
  print(k); //= inner
}
//? let -> loop use
//! parameters, and functions that name themselves
const fact = function inner(n, { m } = {}, ...rest) { //= f
  return inner(n + m, rest); //= one
};
const g = x => x; //= g
//? one ->
//? g ->
//! imports
import def, { a, b as c } from "m"; //= named
import * as ns from "n"; //= star
def(a); //= one
c(); //= two
ns.f(); //= three
//? named -> one two
//? star -> three
//! exports need what they export
const a = 1; //= a
export { a as b }; //= one
export { a as c } from "m"; //= two
export default a; //= three
//? a -> one three
//! shorthands are uses
const a = 1; //= a
f({ a }); //= one
g({ a: 1 }); //= two
//? a -> one
//! what a handler catches is its own
const e = 1; //= e
try {
  f();
} catch (e) { //= catch
  print(e); //= inner
}
//? e ->
