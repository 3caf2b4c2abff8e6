//! children and attributes on lines of their own
const a = 1; //= a
const View = () => ( //= view
  <div //= view
    className="x" //= class
    onClick={() => { //= click
      f(); //= call
    }} //= click
  >
    <b>{a}</b> //= b
    text
    {a && ( //= cond
      <i />
    )} //= cond
  </div>
);
//? b ->
//? click -> call
//? a -> b cond
//? view -> class click call b cond
//! elements are uses
import { Foo } from "m"; //= import
const a = <Foo x="1" />; //= a
const b = <Foo.Bar>{c}</Foo.Bar>; //= b
//? import -> a b
