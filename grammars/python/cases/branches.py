#! every branch must define the name
import sys  #= sys
if sys.argv:  #= if
    x = 1  #= one
    print(1)
else:  #= else
    x = 2  #= two
    print(2)
print(x)  #= use
#? one -> use
#? two -> use
#? else -> two use
#! a branch that leaves counts for one that defines
def f(a):
    if a:  #= if
        x = 1  #= one
        print(1)
    else:  #= else
        print(2)
        raise ValueError  #= leave
    print(3)
    return x  #= use
#? leave -> use
#? else -> leave use
#? one -> use
#! try and its handlers
def f(path):
    try:
        handle = open(path)  #= open
        print(1)
    except OSError:  #= except
        print(2)
        return None  #= leave
    print(3)
    return handle.read()  #= use
#? open -> use
#? leave -> use
#! a loop's definition needs its loop
def f(rows):
    for row in rows:  #= loop
        last = row  #= last
        print(1)
    print(2)
    return last  #= use
#? last -> use
#? loop -> last use
#! a dominating definition needs no branch
def f(a):
    x = 0  #= zero
    if a:  #= if
        x = 1  #= one
        print(1)
    print(2)
    return x  #= use
#? one ->
#? if -> one
#? zero -> use
#! definitions in nested branches
def f(a, b):
    if a:  #= outer
        if b:
            x = 1  #= one
            print(1)
        else:
            x = 2  #= two
            print(2)
        print(x)  #= inside
    else:  #= else
        x = 3  #= three
        print(3)
    print(4)
    return x  #= use
#? one -> inside use
#? three -> use
#? two -> inside use
#! match arms
def f(a):
    match a:
        case 1:  #= first
            x = 1  #= one
            print(1)
        case _:  #= rest
            x = 2  #= two
            print(2)
    print(3)
    return x  #= use
#? rest -> two use
#? one -> use
#! functions in branches
import sys  #= sys
if sys.argv:
    def home():  #= one
        return 1
    print(1)
else:
    def home():  #= two
        return 2
    print(2)
print(home())  #= use
#? one -> use
#? two -> use
#! the else of a loop
def f(rows):
    for row in rows:
        if row:  #= if
            found = row  #= found
            print(0)
            break  #= break
    else:  #= else
        found = 0  #= none
        print(1)
    print(2)
    return found  #= use
#? else -> none use
#? none -> use
#? found -> use
#? break -> use
#! an endless loop that only break leaves
def f():
    while True:  #= loop
        try:
            value = int(input())  #= value
            break  #= break
        except ValueError:  #= except
            print("again")
    print(2)
    return value  #= use
#? value -> use
#? break -> use
#! a handler that uses what the body defines
def f(session):
    try:
        req = session.post()  #= req
        res = req.json()  #= confirm
        print(res)
    except ValueError:
        if req.code == 3:  #= use
            print(1)
        print(2)
#? confirm -> use
