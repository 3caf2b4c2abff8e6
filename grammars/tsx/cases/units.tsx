//! a declaration alone
let a = 1; //= one
//? one ->
//! children and attributes on lines of their own
interface Props { title: string } //= Props
const a = 1; //= a
const View = ({ title }: Props) => ( //= view
  <div //= view
    className="x" //= class
  >
    <b>{a}</b> //= b
    <Foo<string> x={title} /> //= foo
  </div>
);
//? Props -> view class b foo
//? a -> b
//? foo ->
