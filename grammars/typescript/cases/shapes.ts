//! an object keeps what its description asks for, and what it has is described
interface Options {
  depth: number; //= depth
  width?: number; //= width
}
f({ //= call
  depth: 1, //= d
  width: 2, //= w
});
//? d -> call w
//? w ->
//? depth -> d
//? width -> w
//! an object of another make
interface Options {
  depth: number; //= depth
  width: number; //= width
}
f({ //= call
  name: 1, //= n
});
//? depth ->
//? n ->
//! a class has what it says that it implements
interface Named {
  name: string; //= name
  other?: string; //= other
}
class A implements Named { //= A
  name = "a"; //= aname
  f() {} //= f
}
//? aname -> A f
//? name ->
//! abstract members are defined below
abstract class A {
  abstract f(): number; //= af
}
class B extends A { //= B
  f() { //= bf
    return 1; //= one
  }
  g() {} //= g
}
//? one -> bf B g
//? af ->
//! a table with an entry for each key has all of them
const names: Record<Kind, () => void> = { //= names
  a: () => { //= a
    f(); //= f
  }, //= a
  b: g, //= b
}; //= names
const free: Record<string, string> = { //= free
  a: "one", //= one
};
//? f ->
//? b -> names a f
//? one ->
//! abstract fields are defined below
abstract class A {
  abstract readonly kind: string; //= ak
}
class B extends A { //= B
  readonly kind = "b"; //= bk
  f() {} //= f
}
//? bk -> B f
//? ak ->
//! a part of what is described
interface Options {
  depth: number; //= depth
  width: number; //= width
}
f({ //= call
  depth: 1, //= d
});
//? depth -> d
//? d ->
//! a type and a value of one name
interface Live { //= Live
  x: number; //= x
}
const Live = make<Live>("Live"); //= value
class LiveImpl implements Live { //= impl
  x = 1; //= implx
  y = 2; //= y
}
//? implx -> impl y
//? Live -> x value impl implx y
//! an interface of the standard library
class Count implements IterableIterator<number> { //= Count
  next() { //= next
    return { value: 1, done: true }; //= one
  }
  [Symbol.iterator]() { //= iterator
    return this; //= this
  }
  f() {} //= f
}
//? next -> Count one iterator this f
//? iterator -> Count next one this f
//? f ->
//! an interface and its namespace are one
interface P { //= P
  x: number; //= x
}
namespace P { //= N
  export const zero = 0; //= zero
}
class A implements P { //= A
  x = P.zero; //= ax
  y = 1; //= y
}
//? ax -> A y
//? zero -> ax A y
//! a class that has what a description asks for may be taken for one
interface HasArea {
  area(): number; //= area
}
class Tile { //= Tile
  area() { //= tarea
    return 1; //= one
  }
  f() {} //= f
}
//? one -> tarea Tile f
//? f ->
//? area ->
