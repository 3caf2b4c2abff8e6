//! what comes after a test that leaves knows what it told
function f(shape: Shape): number { //= f
  if (shape.kind === "circle") { //= if
    return shape.radius; //= one
  }
  return shape.side; //= two
}
//? if -> one two f
//? one -> if two f
//! a comparison of numbers tells nothing
function f(n: number) { //= f
  if (n > 1) { //= if
    return 1; //= one
  }
  return n; //= two
}
//? if -> one
//! links of a chain know from those before
function f(x: string | number) { //= f
  if (typeof x === "string") { //= if
    a(x); //= one
  } else if (x instanceof Date) { //= second
    b(); //= two
  } else { //= third
    c(x); //= three
  }
}
//? second -> two third three
//? three -> third
//! what is left knows from all cases
function f(shape: Shape): number { //= f
  switch (shape.kind) { //= switch
    case "circle": //= one
      return shape.radius; //= r
    default: //= rest
      return never(shape); //= n
  }
}
//? one -> r rest n switch f
//? rest -> n
