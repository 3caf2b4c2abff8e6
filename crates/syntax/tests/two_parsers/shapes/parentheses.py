x: list[int] | None | list[str]
x: list[int] | a.b
x: list[int] | a | b | c
x: list[int] | a[b] | c
x: a[b].c | None
x: a[b].c.d
x: a | list[b]
x: list[(int)]
x: list[(int), (a[b])]
x: list[int | None] | None
x: a[b | c[d]]
x: a[b[c] | d]
x: a[b.c[d], e]
x: a["b"] | None
def f() -> list[int] | None: pass
def f(a: list[int] | None = None): pass
with (a), b: pass
with (a, b), c: pass
with (a).b, (c): pass
with (a), (b): pass
with (a) as b, (c) as d: pass
with (yield): pass
with (a if b else c): pass
with ((a, b)): pass
with (
    a as b,  # c
    c
): pass
with ((a) as b): pass
with (a, b as c): pass

(a) = 1
(a), b = 1
((a)) = 1
[(a), (b)] = 1
(a.b): int = 3
for (a) in b: pass
[a for (a) in b]
a = (b) = c
a = *b, c
a = *b,
a = (*b, c)
*a, = b
for x in *a, b: pass
return *a, b
del a,
x[1:2,]
match a: # c
    # d
    case 1: pass
    # e
match (a, b): 
    case 1: pass
match (a), b: 
    case 1: pass
f"{x:{y:{z}}}" f"{*a, b}" f"{a, b}"
f"{{a}} {x!r}" 
f"{x:%H:%M}{x:a{b}c}{x:}"
def f(*, a: (int) = (1), **k): pass
def f(a=(1), *b, c): pass
def f(a=(1), /, *, c): pass
[*a, *(b)]
{**(a), (b): (c)}
f(*(b), c=(d), e=(yield), **(a))
x = yield
x = await (a)
print
exec
print(a)
-a.b
not not a
a if b else c if d else e
a < b and c in d or not e
lambda: (yield)
lambda *a, **k: (a, k)
lambda a=1: a
