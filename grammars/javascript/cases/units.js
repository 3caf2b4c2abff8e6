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
//! try needs a handler
try { //= try
  one(); //= one
} catch (e) { //= catch
  two(); //= two
} finally { //= finally
  three(); //= three
} //= try
//? catch -> two
//? catch finally -> try one two three
