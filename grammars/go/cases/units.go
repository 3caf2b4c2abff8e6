//! statements, clauses and links of a chain come and go
package p //= package

func f(a int) int { //= f
	if a > 3 { //= if
		return 1 //= one
	} else if a > 2 { //= elseif
		return 2 //= two
	} else { //= else
		a = 2 //= set
	} //= if
	switch a { //= switch
	case 1: //= case
		a++ //= inc
	default: //= default
		a-- //= dec
	} //= switch
	return a //= last
} //= f
//? if -> one elseif two else set
//? elseif -> two
//? else -> set
//? case -> inc
//? set ->
//? package -> f if one elseif two else set switch case inc default dec last

//! groups keep one
package p //= package

import ( //= imports
	"fmt" //= fmt
	"os" //= os
) //= imports

var _ = fmt.Sprint("x") //= use
var _ = os.Args //= use2

const ( //= consts
	a = 1 //= a
	b = 2 //= b
) //= consts

type ( //= types
	T int //= t
) //= types
//? a ->
//? a b -> consts
//? t -> types
//? fmt os -> imports use use2

//! elements of literals on lines of their own
package p

var table = map[string]int{ //= table
	"a": 1, //= a
	"b": 2, //= b
} //= table

var raw = ` //= raw
x //= raw
` //= raw

type s struct { //= s
	a int //= fa
	b int //= fb
} //= s
//? a ->
//? a b ->
//? fa fb ->
//? table -> a b

//! a program has its main from the start
package main

import "fmt" //= import

func helper() { fmt.Println() } //= helper

func main() { //= main
	helper() //= call
} //= main
//? main -> import helper call
//? call ->
//? helper -> import call
//? import -> helper call

//! an embedded type comes with what embeds it
package p

type A struct{ x int } //= a
type B struct { //= b
	A //= b
	y int //= y
} //= b
type I interface { //= i
	M() //= m
} //= i
type J interface { //= j
	I //= j
	N() //= n
} //= j
//? a -> b y
//? i -> m j n
//? n ->

//! labels, cases of `select`, nested blocks
package p

func f(c, d chan int) { //= f
loop: //= loop
	for { //= loop
		select { //= select
		case v := <-c: //= recv
			_ = v //= v
		case d <- 1: //= send
			continue //= cont
		default: //= default
			break loop //= break
		} //= select
	} //= loop
	{ //= block
		c <- 2 //= inner
	} //= block
} //= f
//? recv -> v
//? v -> recv
//? send -> cont
//? cont -> send
//? default -> loop select recv v send cont break
//? inner ->
