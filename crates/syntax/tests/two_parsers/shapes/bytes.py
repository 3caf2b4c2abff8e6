# ein Kommentar mit Umlauten: äöü
名 = "日本語" + f"{名!s:>{宽}}é{x}" "→"
def größe(ä, *ö, ü="ß"): return ä # é

class A:

    x = 1; y = 2;

    def f(self):
        return self.x \
            + 1
        # trailing
    # behind

if a and (
    b # )
) and \
   c: pass;
else: pass;
for x in y: pass; 
else: pass
while x: a; b;
try: a;
finally: b;
from . \
  import (  # (
    a as b, # )
)
from ... a . b import c
import a . b as c
{ # (
    a: (b), # )
    (c) : ((d)),
    ** (e),
}
{(a): (b) for (c) in (d) if (e) if (f) for g in (h)}
[(a) for b in (c)  # )
 if (d)]
async def f():
    return [x async for x in (y) if await x]
lambda: 0
lambda  *, a : a
def f ( a , / , b = (1) , * , c : ( int ) = (2) ) -> ( int ) : pass
x : ( int ) = 1
(x) : int
@ ( a . b )
# between
@c

async  def f(): pass
with ( open ( a ) ) as ( b ) , ( c ) as d : pass
with ((a), (b)): pass
match ( a ) :

    # first
    case ( b ) | ( ( c ) ) if ( d ) : pass
    case ( a ), ( b ) if c: pass
    case ( ( a ), ( b ) ), : pass
def f():
    nonlocal a, b
