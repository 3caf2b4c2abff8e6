#! a comment comes with the code below
x = 1  #= x
# about y  #= about
y = 2  #= y
#? y -> about
#? x ->
#! a comment in a block stays there
def f():  #= f
    x = 1  #= x
    # the end  #= end
y = 2  #= y
#? y ->
#? f -> x end
#! a comment above else
if True:  #= if
    print(1)  #= one
# otherwise  #= about
else:  #= else
    print(2)  #= two
#? else -> about two
#! a comment at the end of else belongs to it
if True:
    print(1)
else:  #= else
    print(2)  #= two
    # the end  #= end
print(3)  #= three
#? else -> two end
#? three ->
#! a comment above a decorator
import functools
# about f  #= about
@functools.cache  #= decorator
# between  #= between
def f():  #= f
    return 1
#? f -> about decorator between
#! comments among elements
rows = [
    # the first  #= about
    1,  #= one
    2,  #= two
]
#? one -> about
#? two ->
#! comments at the end of the file stay with what is above
x = 1  #= x
y = 2  #= y
# the end  #= end
#? y -> end
#? x ->
#! a comment on a row of its own inside brackets
x = max(
    # about  #= about
    1,  #= one
    2,
)
#? one -> about
#! blank lines belong to the code below
x = 1  #= x

y = 2  #= y
#? y ->
#! only comments
# one  #= one

# two  #= two
#? one -> two
#! a hash in a string is no comment
text = """
# not a comment  #= inside
"""  #= text
x = 1  #= x
#? text -> inside
