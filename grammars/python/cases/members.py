#! a member needs its definition
class A:
    def __init__(self):
        self.x = 1  #= x
        self.y = 2  #= y
    def show(self):
        print(0)
        print(self.x)  #= use
a = A()  #= a
print(a.y)  #= far
#? x -> use
#? y -> far
#! a class attribute
class A:
    limit = 3  #= limit
    other = 1
    def show(self):
        print(1)
        return self.limit  #= use
print(A.limit)  #= far
#? limit -> use far
#! methods through self, the class and an object
class A:
    def one(self):  #= one
        return 1
    def two(self):
        print(0)
        return self.one()  #= self
def f():
    a = A()  #= a
    print(a.one())  #= object
    print(A().one())  #= made
    print(A.one)  #= class
    return 3
#? one -> self object made class
#! an initializer goes before other methods
class A:
    def __init__(self):
        self.x = 1  #= early
        print(0)
    def later(self):
        self.x = 2  #= late
        print(1)
    def show(self):
        print(2)
        return self.x  #= use
#? early -> use
#? late ->
#! without an initializer any method will do
class A:
    def first(self):
        print(0)
        self.x = 1  #= first
    def second(self):
        print(1)
        self.x = 2  #= second
    def show(self):
        print(2)
        return self.x  #= use
#? first ->
#? second ->
#? first second -> use
#! a use before the definition in the same method
class A:
    def start(self):
        print(0)
        self.x = 1  #= elsewhere
    def show(self):
        print(self.x)  #= use
        self.x = 2  #= below
#? elsewhere -> use
#? below ->
#! inherited members and super
class Base:
    def __init__(self):
        self.name = "b"  #= name
        print(0)
    def run(self):  #= run
        return 1
class A(Base):
    def run(self):  #= own
        print(self.name)  #= use
        return super().run()  #= super
#? name -> use
#? run -> super
#! the nearest definer counts
class Base:
    size = 1  #= far
    more = 1
class A(Base):
    size = 2  #= near
    more = 2
print(A().size)  #= use
#? near -> use
#? far ->
#! an unknown receiver needs every class that has the member, unless that class dies
class A:  #= a
    def run(self):  #= arun
        return 1
    x = 1
class B:  #= b
    def run(self):  #= brun
        return 2
    x = 1
def go(thing):
    print(0)
    thing.run()  #= use
#? arun -> use
#? brun -> use
#? a -> arun
#! with binds an object
class A:
    def __enter__(self):  #= enter
        self.start = 1  #= start
        return self
    def __exit__(self, *args):  #= exit
        print(args)
    x = 1
with A() as a:  #= with
    print(a.start)  #= use
    print(2)
#? start -> use
#? exit -> enter start with use
#! an instance attribute that is nothing first
class A:
    def __init__(self):
        self.table = None  #= nothing
        print(0)
    def fill(self):
        print(1)
        self.table = {}  #= filled
    def show(self):
        print(2)
        return self.table["a"]  #= use
#? nothing -> use
#? filled -> use
#! a class attribute that is nothing first
class A:
    table = None  #= nothing
    other = 1
    def fill(self):
        print(1)
        self.table = {}  #= filled
    def put(self):
        print(2)
        self.table["a"] = 1  #= use
#? filled -> use
#! an attribute that is a literal of another kind first
class A:
    def __init__(self):
        self.rows = 0  #= number
        print(0)
    def fill(self):
        print(1)
        self.rows = [1]  #= list
    def show(self):
        print(2)
        return self.rows[0]  #= use
#? list -> use
#! a member that only __getattr__ has
class A:
    def __getattr__(self, name):  #= get
        return name
    x = 1
print(A().anything)  #= use
#? get -> use
#! a property is a member
class A:
    def __init__(self):
        self.x = 1
    @property
    def size(self):  #= size
        return 1
print(A().size)  #= use
#? size -> use
#! nested classes
class A:
    class B:  #= b
        value = 1  #= value
        more = 2
    x = 1
print(A.B)  #= use
print(A.B.value)  #= deep
#? b -> value use deep
#? value -> deep
#! a member that is bound on an object of unknown class
class A:
    def __new__(cls, x):
        obj = super().__new__(cls)  #= new
        print(0)
        obj.ring = x  #= store
        return obj
    def show(self):
        print(1)
        return self.ring  #= use
#? store -> use
#! a member of a function
def f():  #= f
    print(0)
f.calls = 0  #= store
print(f.calls)  #= use
#? store -> use
#! an annotated class member without a value
from typing import NamedTuple
class Pair(NamedTuple):
    left: int  #= left
    right: int  #= right
    def both(self):
        print(0)
        return self.left  #= use
#? left -> use
#! the receiver of a class method is the class
class A:
    _made = None  #= nothing
    x = 1
    @classmethod
    def get(cls):
        print(0)
        cls._made = cls()  #= store
        return cls._made.x  #= use
#? store -> use
#! subscripts and unpacking of stores do not define members
class A:
    def __init__(self):
        self.rows = {}  #= rows
        print(0)
    def put(self, key):
        print(1)
        self.rows[key] = 1  #= put
        self.a, self.b = key  #= pair
    def show(self):
        print(2)
        return self.a  #= use
#? rows -> put
#? pair -> use
#! binding a property needs its setter
class A:
    def __init__(self):
        self._x = 1
        self.x = 2  #= store
    @property
    def x(self):  #= get
        return self._x
    @x.setter
    def x(self, value):  #= set
        self._x = value
#? set -> store
#? get -> set store
