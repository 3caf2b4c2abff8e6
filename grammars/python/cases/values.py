#! nothing first, then something
def f(rows):
    best = None  #= nothing
    for row in rows:
        print(0)
        best = row  #= row
    print(1)
    return best[0]  #= use
#? nothing -> use
#? row -> use
#! nothing by a chain
def f(flag):
    a = b = None  #= nothing
    if flag:
        print(0)
        b = [1]  #= list
    print(1)
    b[0] = 2  #= use
    return a
#? list -> use
#! nothing by a pair, then something by a pair
def f(rows):
    pred, score = None, 0  #= nothing
    for row in rows:
        print(score)
        pred, score = row  #= row
    print(1)
    return pred[0]  #= use
#? row -> use
#! nothing, then something in another function
_cache = None  #= nothing
def load():
    global _cache
    print(0)
    _cache = {}  #= cache
def get():
    print(1)
    return _cache["x"]  #= use
#? cache -> use
#! nothing, then something in a nested function
def outer():
    x = None  #= nothing
    def inner():  #= inner
        nonlocal x
        print(0)
        x = [1]  #= list
    inner()
    print(1)
    return x[0]  #= use
#? list -> use
#! a value of another kind stays with its users
import argparse
args = argparse.ArgumentParser()  #= parser
args.add_argument("--x")  #= add
args = args.parse_args()  #= parse
print(args.x)  #= use
#? parse -> use
#? parser -> add parse use
#! a literal of another kind
def f(rows):
    labels = []  #= list
    for row in rows:
        labels.append(row)  #= append
        print(0)
    labels = tuple(labels)  #= tuple
    print(1)
    return labels  #= use
#? tuple -> use
#! literals of one kind stand in for each other
rows = [1]  #= first
rows = [2]  #= second
rows.append(3)  #= use
#? first ->
#? second ->
#? first second -> use
#! a parameter may have anything
def f(rows):
    print(0)
    rows = list(rows)  #= copy
    return rows.copy()  #= use
#? copy ->
#! a list that is spread over parameters keeps its elements
def f(a, b):
    return a, b
both = [
    1,  #= one
    2,  #= two
]
print(f(*both))  #= use
#? one -> use
#? two -> use
#! keywords that are spread over parameters
def f(a, b):
    return a, b
both = {
    "a": 1,  #= one
    "b": 2,  #= two
}
print(f(**both))  #= use
#? one -> use
#! a number that something is added to
def f(rows):
    total = 0  #= zero
    for row in rows:
        print(0)
        total += row  #= add
    print(1)
    print(total)  #= plain
    print(total.expand())  #= member
#? add -> member
#? zero -> add plain member
#! values that different calls give
def f(flag):
    data = dict()  #= dict
    if flag:
        print(0)
        data = list()  #= list
    print(1)
    data.append(2)  #= member
    print(data)  #= plain
#? list -> member
#? dict -> member plain
#! A class attribute that holds a mark is filled by a method.
unset = object()  #= unset
class Loader:  #= class
    _conf = unset  #= mark
    def load(self):  #= load
        self._conf = read()  #= fill
    def keys(self):  #= keys
        return self._conf.keys()  #= use
#? fill -> load use keys
#? mark -> use keys
