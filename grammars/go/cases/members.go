//! methods and fields of a type
package p

type T struct { //= t
	a int //= a
	b int //= b
} //= t

func (t *T) inc() { //= inc
	t.a++ //= ta
} //= inc
func (t T) get() int { return t.b } //= get

func New() *T { //= new
	return &T{ //= return
		a: 1, //= sa
		b: 2, //= sb
	} //= return
} //= new
func use() { //= use
	t := New() //= made
	t.inc() //= call
	println(t.get()) //= got
} //= use
//? a -> ta sa
//? b -> get sb got
//? inc -> call ta
//? sa ->
//? t -> a b inc ta get new return sa sb made call got

//! a literal without names needs all fields
package p

type P struct { //= p
	x int //= x
	y int //= y
} //= p

var o = P{1, 2} //= o
var q = P{x: 1} //= q
var r = []P{ //= r
	{x: 1}, //= rx
	{y: 2}, //= ry
} //= r
//? x -> o q rx
//? y -> o ry

//! fields of a type without a name
package p

var cases = []struct { //= cases
	name string //= name
	want int //= want
}{ //= cases
	{name: "a", want: 1}, //= one
	{name: "b"}, //= two
} //= cases

func f() { //= f
	for _, c := range cases { //= for
		println(c.name) //= print
		_ = c //= c
	} //= for
} //= f
//? want -> one
//? name -> one two print

//! an interface loses what a type loses
package p

type Shape interface { //= shape
	Area() int //= area
	Name() string //= name
} //= shape
type Sq struct{ a int } //= sq
func (s Sq) Area() int { return s.a } //= sqarea
func (s Sq) Name() string { return "sq" } //= sqname
type Ci struct{ r int } //= ci
func (c Ci) Area() int { return c.r } //= ciarea
func (c Ci) Name() string { return "ci" } //= ciname

func sum(all []Shape) (n int) { //= sum
	for _, s := range all { //= for
		n += s.Area() //= add
		_ = s //= s
	} //= for
	return //= return
} //= sum
//? sqarea -> area add
//? ciname -> name
//? area -> add
//? sq -> sqarea sqname
//? shape -> area name sum for add s return

//! what the standard library asks of a type
package p

type E struct{ code int } //= e
func (e *E) Error() string { return "e" } //= error
func (e *E) Code() int { return e.code } //= code
func fail() error { //= fail
	return &E{1} //= make
} //= fail
//? error -> fail make
//? code ->

//! embedded types lend their members
package p

type Base struct { //= base
	id int //= id
} //= base
func (b *Base) ID() int { return b.id } //= get
type User struct { //= user
	Base //= user
	name string //= name
} //= user
func show(u *User) { //= show
	println(u.ID()) //= call
	println(u.name) //= print
	println(u.id) //= direct
} //= show
func make() User { //= make
	return User{Base: Base{id: 1}, name: "x"} //= lit
} //= make
//? get -> call
//? name -> print make lit
//? id -> get call direct make lit

//! packages are no objects of the file's types
package p

import "os" //= os

type args struct { //= args
	Args int //= field
} //= args
func f() { //= f
	println(os.Args) //= use
} //= f
//? field ->
//? use -> os

//! a method that hands its object on as something of the standard library
package p

import "sort" //= import

type list []int //= list
func (l list) Len() int { return len(l) } //= len
func (l list) Less(i, j int) bool { return l[i] < l[j] } //= less
func (l list) Swap(i, j int) { l[i], l[j] = l[j], l[i] } //= swap
func (l list) Sort() { //= sort
	sort.Sort(l) //= call
} //= sort
//? less -> import call
//? call -> import
//? sort -> import call

//! generic types without names of fields need them all, too
package p

type Pair[K, V any] struct { //= pair
	Key K //= key
	Value V //= value
} //= pair
func f() int { //= f
	a := Pair[int, string]{1, "x"} //= a
	b := Pair[int, string]{Key: 2} //= b
	_ = a //= use
	return b.Key //= return
} //= f
//? value -> a use
//? use -> a
//? b -> f a use return
