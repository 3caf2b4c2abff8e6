//! an import needs a use
package p

import ( //= imports
	"fmt" //= fmt
	str "strings" //= str
	"math/rand/v2" //= rand
	_ "embed" //= blank
) //= imports

func f() { //= f
	fmt.Println(1) //= one
	fmt.Println(str.ToUpper("a")) //= two
	_ = rand.Int() //= three
} //= f
//? one ->
//? one two -> fmt str
//? two -> str
//? three -> rand
//? fmt -> one two str
//? str -> two
//? blank ->

//! a local needs a use, and being given a value is none
package p

func f() { //= f
	a := 1 //= a
	a = 2 //= write
	var b int //= b
	b++ //= inc
	println(a) //= print
} //= f
//? print -> a write
//? inc -> b
//? write ->
//? a -> write print

//! what a declaration declares again is used as before
package p

func f() error { //= f
	a, err := g() //= first
	if err != nil { //= check
		return err //= return
	} //= check
	b, err := g() //= second
	println(a, b) //= print
	return err //= last
} //= f
func g() (int, error) { return 1, nil } //= g
//? check -> return
//? print -> first check return second f last
//? return -> check
//? second -> print first check return f last

//! variables of loops and of type switches
package p

func f(xs []int, v interface{}) { //= f
	for i, x := range xs { //= for
		println(i) //= i
		println(x) //= x
		println(i, x) //= both
	} //= for
	switch y := v.(type) { //= switch
	case int: //= int
		println(y) //= y
	} //= switch
} //= f
//? i ->
//? i x ->
//? both i -> for x
//? y -> switch int

//! a variable that only a closure uses, one that shadows another
package p

func f() func() int { //= f
	n := 0 //= n
	m := 1 //= m
	{ //= block
		n := 2 //= inner
		println(n) //= use
	} //= block
	println(m) //= m1
	return func() int { //= closure
		n++ //= inc
		return n //= ret
	} //= closure
} //= f
//? inc ->
//? use -> inner
//? inner -> use
//? m1 -> m
//? n -> f m block inner use m1 closure inc ret

//! a label needs a jump
package p

func f() { //= f
outer: //= outer
	for { //= outer
		for { //= inner
			if true { //= if
				break outer //= break
			} //= if
			println(1) //= print
		} //= inner
	} //= outer
} //= f
//? print ->
//? if -> outer inner break print
