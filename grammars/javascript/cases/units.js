//! a declaration alone
let a = 1; //= one
//? one ->
//! links of a chain stand side by side
if (a) { //= head
  one(); //= one
} else if (b) { //= second
  two(); //= two
} else { //= third
  three(); //= three
} //= head
//? second -> two
//? third -> three
//? head -> one second two third three
//? one -> head second two third three
//! try needs a handler
try { //= try
  one(); //= one
} catch (e) { //= catch
  two(); //= two
} finally { //= finally
  three(); //= three
} //= try
//? catch -> two
//? two ->
//? three -> finally
//? catch finally -> try one two three
//! an else without brackets
if (a) one(); //= head
else two(); //= else
//? else ->
//? head -> else
//! a function's body may come later, a loop's may not
function f() { //= f
  one(); //= one
}
for (const x of y) { //= loop
  two(); //= two
}
//? one ->
//? two -> loop
//! what ends a case stays with it
switch (a) { //= switch
  case 1: //= one
    one(); //= body
    break; //= one_end
  default: //= default
    two(); //= two
}
//? body ->
//? one_end -> one body
//? one default -> body one_end two switch
//! elements on lines of their own
const o = { //= o
  a: 1, //= a
  b() { //= b
    one(); //= one
  }, //= b
  ...c //= c
};
f([ //= f
  1, //= first
  2 //= last
]);
//? a ->
//? b -> one
//? last first ->
//! a list that begins on the line of its bracket stays whole
const o = { a: 1, //= o
  b: 2 }; //= o
var a = 1, //= a
    b = 2; //= a
//? a ->
//? o ->
//! imports keep a name
import { //= import
  a, //= a
  b, //= b
} from "m";
//? a ->
//? a b -> import
//! a template comes in one piece
const t = ` //= t
  ${f(() => { //= t
    one(); //= t
  })} //= t
`; //= t
//? t ->
//! a block comment is one piece
one(); //= one
/*
Based on something
   - indented //= two

*/ //= two
two(); //= two
//? one ->
//? two ->
//! what an interpreter's line and a directive say comes first
#!/usr/bin/env node
'use strict'; //= strict
one(); //= one
//? one ->
//? strict -> one
//! parameters are atomic
function f( //= f
  a, //= f
  { b, c }, //= f
) { //= f
  one(); //= one
}
//? one ->
//! a separator on a line below keeps a list whole
f({ //= f
  a: 1 //= f
  // why
  , //= f
  b: 2, //= f
}); //= f
g({ //= g
  a: 1, // , why
  b: 2, //= b
});
//? f ->
//? b ->
