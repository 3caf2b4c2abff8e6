match a, b:
    case 1 | -2 | 3+4j | -1.5-2j: pass
    case A.B() | x.y: pass
    case A(1, b=2, c=D()): pass
    case [a, *b, *_]: pass
    case (a, b): pass
    case a, b: pass
    case a,: pass
    case {1: x, "k": _, **r}: pass
    case {a.b: 1}: pass
    case (1 | 2) as z if z > 1: pass
    case None | True | False: pass
    case "a" "b": pass
    case _: pass
    case (x): pass
    case [*_]: pass
    case (a): pass
    case (a,): pass
    case (): pass
    case x as y: pass
    case A(x=1 as y): pass
    case (A(1)): pass
    case [(a, b), c] | (d): pass
    case f"a": pass
match (a):
    case 1: pass
match a,:
    case 1: pass
match *a, b:
    case 1: pass
