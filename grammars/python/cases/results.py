#! a used call needs a result
def f(a):  #= f
    print(a)
    if a:  #= if
        return 1  #= one
    return 2  #= two
x = f(1)  #= used
f(2)  #= unused
#? one -> if
#? two ->
#? one two -> if used
#! return None is no result
def f(a):
    print(a)
    if a:
        print(1)
        return None  #= none
    return 2  #= two
x = f(1)  #= used
#? two -> used
#? none ->
#! a series is a result
def f(n):
    print(n)
    yield 1  #= yield
for x in f(1):  #= loop
    print(x)
#? yield -> loop
#! results of methods
class A:
    def get(self):
        print(0)
        return 1  #= result
    def use(self):
        print(1)
        x = self.get()  #= used
        self.get()  #= unused
        return x
print(A().get())  #= far
#? result -> used far
#! methods whose result the language uses
class A:
    def __len__(self):  #= len
        print(0)
        return 1  #= one
    def __str__(self):  #= str
        print(0)
        return ""  #= text
    x = 1
#? one -> len
#? text -> str
#! a nested function's result is its own
def f():
    print(0)
    def g():
        print(1)
        return 2  #= inner
    return g()  #= outer
x = f()  #= used
#? outer -> used
#? inner -> outer used
#! a result that is subscribed or unpacked
def pair(x):
    print(x)
    return x, x  #= pair
print(pair(1)[0])  #= element
a, b = pair(2)  #= unpacked
#? pair -> element unpacked
#! a result in a condition, an argument or a return
def f():
    print(0)
    return 1  #= one
def g():
    print(0)
    if f():  #= if
        print(1)
    print(f())  #= argument
    return f()  #= return
#? one -> if argument return
#! a result of nothing among others
def f(a):
    print(a)
    if a:
        print(0)
        return None, None  #= nothing
    return a, a  #= pair
x, y = f(1)  #= used
#? nothing ->
#? pair -> used
#! results of several kinds
def find(rows):
    for row in rows:
        print(0)
        return row  #= row
    print(1)
    return False  #= false
print(find([]).data)  #= member
print(find([]))  #= plain
#? row -> member
#? false ->
#! a callee behind a condition
class A:
    def one(self):
        print(0)
        return 1  #= one
    def two(self):
        print(0)
        return 2  #= two
    def run(self, flag):
        method = self.one if flag else self.two  #= method
        x = method()  #= used
        return x
#? one -> used
#? two -> used
#! a callee by another name
def f():
    print(0)
    return 1  #= one
g = f  #= g
x = g()  #= used
#? one -> used
#! a decorator is called, and so is what it gives back
def plain(function):
    print(0)
    return function  #= plain
def retry(times):
    print(times)
    def decorate(function):
        print(1)
        return function  #= inner
    return decorate  #= outer
@plain
def one():  #= one
    print(1)
@retry(3)
def two():  #= two
    print(2)
#? plain -> one
#? inner -> two
#? outer -> two
