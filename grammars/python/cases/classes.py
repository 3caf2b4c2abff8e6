#! making an object needs its constructor
class A:
    def __init__(self, x):  #= init
        self.x = x  #= x
    y = 1
a = A(1)  #= make
b = A  #= name
#? init -> x make
#? make ->
#! an inherited constructor
class Base:
    def __init__(self, x):  #= init
        print(x)
    y = 1
class A(Base):
    y = 2
a = A(1)  #= make
#? init -> make
#! the nearest constructor
class Base:
    def __init__(self):  #= far
        print(1)
    y = 1
class A(Base):
    def __init__(self, x):  #= near
        print(x)
    y = 2
a = A(1)  #= make
#? near -> make
#? far ->
#! super needs the constructor above
class Base:
    def __init__(self, x):  #= init
        print(x)
    y = 1
class A(Base):
    def __init__(self):
        print(0)
        super().__init__(1)  #= super
#? init -> super
#! fields of a data class
from dataclasses import dataclass
@dataclass
class Item:
    name: str  #= name
    size: int = 0  #= size
item = Item("a", 1)  #= make
print(item.name)  #= use
#? name -> make use
#? size -> make use
#! fields of tuples and dictionaries with names
from typing import NamedTuple
class Pair(NamedTuple):
    left: int  #= left
    right: int  #= right
p = Pair(1, 2)  #= make
#? left -> make
#? right -> make
#! a constructor through the class that is passed
class A:
    def __init__(self, x):  #= init
        print(x)
    @classmethod
    def make(cls):
        print(0)
        return cls(1)  #= make
#? init -> make
#! iteration, length and calls
class A:
    def __iter__(self):  #= iter
        return iter([])
    def __getitem__(self, i):  #= item
        return i
    def __contains__(self, x):  #= contains
        return True
    def __call__(self):  #= call
        return 1
    x = 1
a = A()
for x in a:  #= loop
    print(x)
print(a[0])  #= subscript
print(1 in a)  #= test
print(a())  #= called
#? iter ->
#? item -> subscript
#? iter item -> loop subscript
#? call -> called
#? contains ->
#! an iterator needs both halves
class A:
    def __iter__(self):  #= iter
        return self
    def __next__(self):  #= next
        return 1
    x = 1
for x in A():  #= loop
    print(x)
#? next -> iter loop
#! a context needs both halves
class A:
    def __enter__(self):  #= enter
        return 1
    def __exit__(self, *args):  #= exit
        print(args)
    x = 1
with A():  #= with
    print(1)
#? enter -> with
#? exit -> enter with
#! iterating over a class asks its metaclass
class Meta(type):
    def __iter__(cls):  #= iter
        return iter([])
    x = 1
class A(metaclass=Meta):
    y = 1
for a in A:  #= loop
    print(a)
#? iter -> loop
#! abstract classes need their overrides
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self):  #= abstract
        print(0)
    x = 1
class Square(Shape):
    def area(self):  #= override
        return 1
    x = 2
s = Square()  #= make
#? override -> make
#? abstract ->
#! an override from a mixin
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self):  #= abstract
        print(0)
    x = 1
class Mixin:
    def area(self):  #= override
        return 1
    x = 3
class Square(Mixin, Shape):
    x = 2
s = Square()  #= make
#? override -> make
#! calling an object is not making one
class A:
    def __init__(self):  #= init
        self.x = 1
    def __call__(self):  #= call
        return 1
a = A()  #= make
print(a())  #= called
#? call -> called
#? init -> make called
#! operators ask for members
class Money:
    def __neg__(self):  #= neg
        return self
    def __index__(self):  #= index
        return 1
    def __add__(self, other):  #= add
        return self
    def __enter__(self):  #= enter
        return self
    def __exit__(self, *args):  #= exit
        print(args)
    x = 1
m = Money() + Money()
print(-m)  #= minus
print([1, 2][m])  #= subscript
with m as n:  #= with
    print(n)
#? neg -> minus subscript
#? index -> minus subscript
#? exit -> enter with
#! the value of a property is used
class A:
    @property
    def rows(self):
        print(0)
        return [1]  #= result
    def show(self):
        print(1)
        return self.rows[0]  #= use
#? result -> use
#! abstract classes of the standard library
from collections.abc import MutableSet
class Ordered(MutableSet):
    def __contains__(self, x):  #= contains
        return True
    def __iter__(self):  #= iter
        return iter([])
    def __len__(self):  #= len
        return 0
    def add(self, x):  #= add
        print(x)
    def discard(self, x):  #= discard
        print(x)
    def other(self):  #= other
        print(1)
s = Ordered()  #= make
#? add -> make
#? len -> make
#? other ->
#! a base with parameters
from typing import Generic, TypeVar
T = TypeVar("T")
class Base(Generic[T]):
    def __init__(self, x):  #= init
        print(x)
    def run(self):  #= run
        return 1
class A(Base[int]):
    y = 1
print(A(1).run())  #= use
#? init -> use
#? run -> use
