//! the package's names are seen from everywhere, a function's after they are declared
package p

func f() int { //= f
	x := g() //= x
	if y := x + limit; y > 1 { //= if
		return y //= y
	} //= if
	return x //= return
} //= f
func g() int { return limit } //= g
const limit = 3 //= limit
//? limit -> f x if y g return
//? g -> f x if y return
//? if -> y
//? y -> if

//! a constant without a value repeats the one before it
package p

type Kind int //= kind
const ( //= consts
	A Kind = iota //= a
	B //= b
	C //= c
) //= consts
var b = B //= use
//? a -> b c consts use
//? b -> use
//? c ->

//! type parameters and constraints
package p

type Number interface { //= number
	~int | ~float64 //= number
} //= number
type Stack[T any] struct { //= stack
	items []T //= items
} //= stack
func (s *Stack[T]) Push(x T) { //= push
	s.items = append(s.items, x) //= append
} //= push
func Sum[T Number](xs []T) T { //= sum
	var s T //= s
	for _, x := range xs { //= for
		s += x //= add
	} //= for
	return s //= return
} //= sum
//? number -> sum s for add return
//? items -> append
//? stack -> items push append
//? add -> for
//? s -> sum for add return

//! missing returns
package p

func f(a int) int { //= f
	switch { //= switch
	case a > 1: //= case
		return 1 //= one
	default: //= default
		return 2 //= two
	} //= switch
} //= f
func g(a int) int { //= g
	if a > 1 { //= if
		return 1 //= three
	} else if a > 0 { //= elseif
		return 2 //= four
	} else { //= else
		return 3 //= five
	} //= if
} //= g
func h() int { //= h
	for { //= for
		println(1) //= print
	} //= for
} //= h
//? case -> one
//? one -> case
//? two -> f switch case one default
//? elseif -> four
//? else -> g if three elseif four five
//? for -> h print
//? print ->

//! closures have results too
package p

func f() func(int) int { //= f
	return func(a int) int { //= return
		println(a) //= print
		return a //= inner
	} //= return
} //= f
//? print ->
//? inner -> f return print

//! receivers, labels and fields do not meet names
package p

type T struct{ name string } //= t
func (name T) print() { //= print
	println(name.name) //= field
} //= print
func free(x int) { //= free
	println(x) //= x
} //= free
//? field ->
//? t -> print field

//! a parameter or a receiver may hide the name of its type
package p

type lines []string //= type
type config struct{ a int } //= config
func (lines *lines) add(s string) { //= add
	*lines = append(*lines, s) //= append
} //= add
func f(config *config) int { //= f
	return config.a //= return
} //= f
//? type -> add append
//? config -> f return
//? append ->

//! a parameter may have the name of its type, or of the package of its type
package p

import ( //= imports
	"strings" //= strings
	"x/render" //= render
) //= imports

type item struct { //= item
	size int //= size
} //= item

func f( //= f
	render render.Render, //= parameter
	strings []strings.Builder, //= list
	item *item, //= pointer
) int { //= f
	render.Render(strings) //= call
	return item.size //= return
} //= f
//? render -> strings parameter f call return list pointer imports
//? strings -> list parameter f call return pointer render imports
//? item -> size pointer parameter f call return list strings render imports

//! variables whose types name each other, which no compiler takes, end in no loop
package p

var a b.T //= a
var b a.T //= b

func f() { //= f
	a.Go() //= call
} //= f
//? a -> b call
