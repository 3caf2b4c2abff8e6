# lead
import a.b as c, d
from . import x
from ..p.q import (y as z, w,)
from m import *
from __future__ import annotations, division as dv
x = 1
a = b = c, d
a, *b = yield c
a, = 1,
(a, b) = [c, d] = 3j
x: int = 3
x: list[int] | None
x += 1, 2
x.y[1:2, ::3] = 4
x[a, b], x[a,]; x[()]
x[*a]
x[(a, b)]
x[a:=3]
print(a, *b, c=1, **d)
f(x for x in y)
f((x for x in y if z if w for q in 1))
del a, b
del (a, b)
del a
del (a), b
assert a, b
raise A from b
return a, b
global a, b
if a: pass; x;
elif b:
    y
    # in
# out
else: # head
    # block
    z
for a, b in c, *d:
    break
else:
    continue
for (a, b) in c: pass
for *a, b in c: pass
for a.b in c: pass
while (a): pass
try:
    a
except A as b: pass
except (A, b): pass
except: pass
else: pass
finally: pass
try:
    a
except* A as b:
    pass
with a as b, c: pass
with (a as b, c): pass
with (a): pass
with (a, b): pass
with (a as b): pass
with (a) as b: pass
with (a, b) as c: pass
with a as (b, c): pass
with a as b.c: pass
async def f[T: int, *Ts, **P](a, /, b: int, c=1, *, d: str = 2, e, **kw: int) -> (int):
    "doc"
    async for x in y: await z
    async with a: pass
def g(*args: *Ts): ...
def g(*args: int): ...
@a.b
@c(1)
class A[T: int](B, metaclass=C): pass
class A: pass
class A(): pass
@d
def f(): pass
lambda: 1
lambda a, *b, c=1, **d: a
lambda *, a: a
type X = int
type X[T] = list[T]
a and b and (c) and d or e
not a
-a ** b
a < b <= c not in d is not e
a if b else c
(a := 1)
[a, *b]
[a for b in c if d async for e in f]
{a: b, **c}
{}
()
(a,)
{a, *b}
{a: b for c in d}
{a for b, *c in d}
(yield)
(yield a, b)
yield from a
...
1.0j, 1j, 0x1, 1e5
True; False; None
'a' "b" r'c'
f'a{b!r:>{w}.{p}}{c=}c{d,}{e:x}{yield}{ f(a) }'
t'a{b}' t'c'; f'a' 'b'
await a
