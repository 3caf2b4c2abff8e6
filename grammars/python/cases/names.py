#! a use needs its definition
x = 1  #= x
y = 2  #= y
print(x)  #= use
#? x -> use
#? y ->
#? use ->
#! a rebound name leaves either definition to a plain use
x = 1  #= first
x = 2  #= second
print(x)  #= use
#? first ->
#? second ->
#? first second -> use
#! an assignment does not feed itself
x = 1  #= first
x = x + 1  #= second
print(x)  #= use
#? first -> second use
#! a loop's target reigns in its body
for i in range(3):  #= loop
    print(i)  #= body
    print(0)
print(i)  #= after
#? loop -> body after
#? body ->
#! a comprehension's target is its own
rows = []  #= rows
x = 3  #= x
print([x for x in rows])  #= inner
print(x)  #= outer
#? x -> outer
#? rows -> inner
#! a comprehension's first iterable is looked up outside
x = [1]  #= x
print([x for x in x])  #= use
#? x -> use
#! an exception's name lives in its clause
try:
    print(1)
except ValueError as error:  #= clause
    print(error)  #= use
    print(2)
#? clause -> use
#! walrus binds outside the comprehension
if any((hit := word) for word in ["a"]):  #= test
    print(hit)  #= use
    print(0)
#? test -> use
#! walrus in elif
import sys  #= sys
if sys.argv:
    print(1)
elif (found := len(sys.argv)):  #= clause
    print(found)  #= use
    print(2)
#? clause -> use
#! captures of a case
def f(command):  #= f
    match command:
        case [first, *rest]:  #= case
            print(first)  #= first
            print(rest)  #= rest
            print(1)
        case _:
            print(2)
#? case -> first rest
#! with is transparent
with open("x") as handle:  #= with
    data = handle.read()  #= data
    print(1)
print(data)  #= use
#? data -> use
#? with -> data use
#! finally is transparent
try:
    print(1)
finally:
    done = 1  #= done
    print(2)
print(done)  #= use
#? done -> use
#! a function's body is looked up when it runs
def first():  #= first
    print(1)
    return second()  #= call
def second():  #= second
    return limit  #= use
limit = 3  #= limit
print(first())
#? limit -> use second call
#? second -> use call
#! an unconditional definition is enough for a deferred use
limit = 1  #= always
if limit:  #= if
    limit = 2  #= sometimes
    print(3)
def f():
    print(0)
    print(limit)  #= use
#? sometimes ->
#? always -> if sometimes use
#! a class is seen from its own level only
size = 1  #= outer
class A:
    size = 2  #= inner
    twice = size * 2  #= level
    def f(self):
        print(1)
        return size  #= deep
#? inner -> level
#? outer -> deep
#! a class body reads the outer name before it binds its own
codec = 1  #= outer
class A:
    codec = codec  #= inner
    other = codec  #= use
    more = 1
#? outer -> inner use
#? inner -> use
#! defaults, annotations and bases are looked up outside
class Base:  #= base
    pass
kind = int  #= kind
start = 1  #= start
def f(a: kind = 0, b=start):  #= f
    print(a, b)
class A(Base):  #= a
    pass
#? kind -> f
#? start -> f
#? base -> a
#! augmented assignment satisfies nothing
total = 0  #= total
total += 1  #= more
print(total)  #= use
#? total -> more use
#? more ->
#! a bare annotation satisfies nothing
def f():
    count: int  #= bare
    count = 1  #= count
    print(0)
    return count  #= use
#? count -> bare use
#? bare ->
#! global needs its statement
count = 0  #= count
def bump():
    global count  #= global
    count = count + 1  #= store
    print(0)
#? global -> store
#? count -> store
#! nonlocal needs its statement and what it speaks of
def outer():
    count = 0  #= count
    def inner():  #= inner
        nonlocal count  #= nonlocal
        count += 1  #= store
        print(0)
    print(1)
    inner()  #= call
#? nonlocal -> store
#? count -> nonlocal store
#! a star import serves what nothing else defines
from math import *  #= star
from os import path  #= path
print(sqrt(2))  #= sqrt
print(len(path))  #= len
#? star -> sqrt
#? path -> len
#! stubs need an implementation and serve nobody
from typing import overload  #= import
@overload
def get(x: int) -> int: ...  #= stub
@overload
def get(x: str) -> str: ...  #= other
def get(x):  #= get
    return x
print(get(1))  #= use
#? get -> stub other use
#? stub ->
#! a setter needs its property
class A:
    @property
    def size(self):  #= size
        return 1
    @size.setter
    def size(self, value):  #= setter
        print(value)
    other = 1
#? size -> setter
#? setter ->
#! after del a use needs a later definition
x = 1  #= first
print(x)  #= early
del x  #= del
x = 2  #= second
print(x)  #= late
#? first -> early del
#? second -> late
#? del ->
#? del second ->
#! quoted annotations and __all__
from typing import Union  #= union
__all__ = ["A"]  #= all
def f(a: "A") -> Union["A", "B"]:  #= f
    return a
class A:  #= a
    pass
class B:  #= b
    pass
#? a -> all f
#? b -> f
#! a name bound by several targets
a = b = 1  #= ab
c, (d, *e) = 1, (2, 3)  #= cde
print(a)  #= a
print(e)  #= e
#? ab -> a
#? cde -> e
#! an import of several names
from os import (
    path,  #= path
    sep,  #= sep
)
print(path)  #= use
#? path -> use
#? sep ->
#! lambda parameters are its own
x = 1  #= x
f = lambda x: x + 1  #= f
g = lambda y: x  #= g
#? x -> g
#! decorators with arguments
times = 3  #= times
def retry(n):  #= retry
    return lambda f: f
@retry(times)
def work():  #= work
    print(1)
#? times -> work
#? retry -> work
#! type parameters
def first[T](xs: list[T]) -> T:  #= first
    item: T = xs[0]  #= item
    return item
type Pair[A] = tuple[A, A]  #= pair
p: Pair[int] = (1, 2)  #= p
#? pair -> p
#! conditional imports with a fallback
try:
    import json  #= json
except ImportError:  #= except
    json = 0  #= fallback
print(json)  #= use
#? fallback -> except use json
#? json -> except fallback use

#! a parameter may have the name of the module of its type
import os  #= import
def f(  #= f
    os: os.PathLike,  #= parameter
    other: os.PathLike = os.sep,  #= other
):  #= f
    return os  #= return
#? import -> f parameter other return
