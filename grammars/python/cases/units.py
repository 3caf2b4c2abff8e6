#! a future import goes last
from __future__ import annotations  #= future
import os  #= os
x = 1  #= x
#? future -> os x
#? os ->
#! a future import below a docstring
"""Docs."""  #= docs
from __future__ import annotations  #= future
x = 1  #= x
#? future -> docs x
#! a suite needs a statement
def f():  #= f
    x = 1  #= one
    y = 2  #= two
#? one ->
#? one two -> f
#! a one-line suite belongs to its header
if True: print(1)  #= if
else: print(2)  #= else
while False: pass  #= while
print(3)  #= print
#? else ->
#? if -> else
#! statements on one row are one unit
a = 1; b = 2  #= row
print(a)  #= a
print(b)  #= b
#? row -> a b
#! a clause needs its head
try:  #= try
    print(1)  #= body
except ValueError:  #= one
    print(2)
except TypeError:  #= two
    print(3)
else:  #= else
    print(4)
#? one ->
#? one two -> try body else
#? else ->
#! try with finally alone
try:  #= try
    print(1)
finally:  #= finally
    print(2)
#? finally -> try
#! a decorator comes with its function
import functools  #= functools
@functools.cache  #= decorator
def f():  #= f
    print(1)
print(f())  #= use
#? f -> decorator use
#? decorator -> f use
#! a docstring is one unit
def f():  #= f
    """First.

    Second.  #= inside
    """  #= end
    return 1
#? inside -> end
#! a function of a docstring alone
def f():  #= f
    """Only."""  #= docs
#? docs -> f
#! a continued line is one unit
x = 1 + \
    2  #= second
print(x)  #= use
if (x and
        x):  #= test
    print(3)  #= body
#? second -> use test body
#? test -> body
#! arguments are not split
print(
    1,  #= one
    2,  #= two
)
x = dict(
    a=1,  #= a
    b=2,  #= b
)
#? one -> two
#? a -> b
#! elements of lists and dictionaries
rows = [
    1,  #= one
    2,  #= two
]
table = {
    "a": 1,  #= a
    "b": [
        1,  #= deep
        2,
    ],  #= b
}
print(rows, table)  #= use
#? one ->
#? a ->
#? b -> deep
#? deep ->
#! a set keeps an element
kinds = {
    1,  #= one
    2,  #= two
}
print(kinds)  #= use
#? one ->
#? one two -> use
#! a tuple comes apart only with a last comma
closed = (
    1,  #= one
    2,  #= two
)
open_ = (
    1,  #= three
    2  #= four
)
#? one ->
#? three -> four
#! unpacked and formatted values stay whole
a, b = [
    1,  #= one
    2,  #= two
]
text = "%s %s" % (
    1,  #= three
    2,  #= four
)
print("{} {}".format(
    1,  #= five
    2,  #= six
))
#? one -> two
#? three -> four
#? five -> six
#! slots and enumerations stay whole
from enum import Enum
class A:
    __slots__ = [
        "x",  #= x
        "y",  #= y
    ]
    z = 1
Color = Enum("Color", [
    "RED",  #= red
    "BLUE",  #= blue
])
#? x -> y
#? red -> blue
#! the imports of a list keep one
from os import (
    path,  #= path
    sep,  #= sep
)
print(1)
#? path ->
#? path sep ->
#! a long table comes in runs
rows = [
    1,  #= a
    2,  #= b
    3,  #= c
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,  #= y
]
#? a -> b c
