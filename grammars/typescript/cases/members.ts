//! a use needs the member of its object's class
class P { //= P
  x = 1; //= x
  y = 2; //= y
  norm() { //= norm
    return this.x; //= this
  }
}
const p = new P(); //= p
print(p.y); //= use
//? y -> use
//? x -> this norm
//! parameters with a modifier are members
class P {
  constructor(private x: number) {} //= new
  get() { //= get
    return this.x; //= use
  }
}
//? new -> get use
//! an object of the standard library has none of these members
class Cache {
  private map = new Map<string, number>(); //= map
  get(key: string) { //= get
    return this.map.get(key); //= use
  }
}
//? get -> use
//? map -> get use
//! what a pattern takes out of an object
interface Options {
  depth: number; //= depth
  width: number; //= width
}
function f({ depth }: Options) { //= f
  print(depth); //= use
}
//? depth -> f use
//? width ->
//! texts that name members
interface Events {
  login: string; //= login
  logout: string; //= logout
}
const e = make<Events>(); //= e
e.on("login", f); //= use
//? login -> use
//? logout ->
//! what overrides needs what it overrides
abstract class A {
  abstract f(): void; //= f
  g() {} //= g
}
class B extends A { //= B
  override f() {} //= bf
  override g() {} //= bg
}
//? f -> bf
//? bf -> B bg
//? g -> bg
//! members named by texts
interface Headers {
  "content-type": string; //= type
  accept: string; //= accept
}
print(h["content-type"]); //= use
//? type -> use
//? accept ->
//! a text in brackets names a member
interface Options {
  depth?: number; //= depth
}
function f(o: Options) { //= f
  const { ["depth"]: depth } = o; //= use
}
//? depth -> use
//! a part of a type has its members
interface Events { //= Events
  done: () => void; //= done
  failed: () => void; //= failed
}
class Queue {
  private handlers: Partial<Events> = {}; //= handlers
  private last: Events | null = null; //= last
  finish() { //= finish
    this.handlers.done?.(); //= use
    this.last.failed(); //= other
  }
}
//? done -> use
//? failed -> other
//! a text among values names a member
interface Row {
  cents: number; //= cents
  title: string; //= title
}
find({ orderBy: "cents" }); //= use
pick(["title"]); //= pick
//? cents -> use
//? title -> pick
