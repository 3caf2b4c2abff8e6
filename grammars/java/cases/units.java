//! statements, clauses and links of a chain come and go
class A { //= a
    void f(int x) { //= f
        if (x > 3) { //= if
            g(); //= one
        } else if (x > 2) { //= elseif
            g(); //= two
        } else { //= else
            g(); //= three
        } //= if
        for (int i = 0; i < x; i++) { //= for
            g(); //= four
        } //= for
        while (x > 0) //= while
            x--; //= while
    } //= f
    void g() {} //= g
} //= a
//? if -> one elseif two else three
//? elseif -> two
//? else -> three
//? one ->
//? for -> four
//? g -> one two three four
//! `else` on a line of its own, with and without braces
class A {
    void f(int x) {
        if (x > 3) //= if
            x = 1; //= if
        else if (x > 2) //= elseif
            x = 2; //= elseif
        else //= else
            x = 3; //= else
        if (x > 1) //= second
        { //= second
            x = 4; //= four
        } //= second
        else //= other
        { //= other
            x = 5; //= five
        } //= other
    }
}
//? if -> elseif else
//? elseif -> else
//? else ->
//? second -> four other five
//? other -> five
//! `try` needs a handler or `finally`
class A {
    void f() { //= f
        try { //= try
            g(); //= g
        } catch (IllegalStateException e) { //= one
            h(); //= h
        } catch (RuntimeException e) { //= two
            h(); //= i
        } finally { //= finally
            h(); //= j
        } //= try
    } //= f
    void g() {}
    void h() {}
}
//? one -> h
//? one two -> h i
//? one two finally -> try g h i j
//? try -> one two finally g h i j
//! attributes, comments and text blocks arrive whole
class A { //= a
    /** //= f
     * Doc. //= f
     */ //= f
    @Deprecated //= f
    @SuppressWarnings("x") //= f
    void f( //= f
        int a, //= f
        int b) { //= f
        String s = """ //= s
            text { //= s
            """; //= s
    } //= f
} //= a
//? s ->
//? f -> s
//! elements on lines of their own; the last constant may end the list
enum E { //= e
    A, //= one
    B, //= two
    C; //= three
    int[] table = { //= table
        1, //= x
        2 //= y
    }; //= table
} //= e
enum F { //= f
    X, //= x1
    Y //= y1
} //= f
//? one ->
//? three -> e one two table x y
//? one two ->
//? y ->
//? x y ->
//? y1 ->
//! cases of `switch`
class A {
    int f(int x) {
        switch (x) { //= switch
            case 1: //= one
                x++; //= inc
                break; //= break
            case 2: { //= two
                x--; //= dec
            } //= two
            default: //= default
                x = 0; //= zero
        } //= switch
        switch (x) { //= arrows
            case 1 -> x = 2; //= arrow
            default -> { //= rest
                x = 3; //= three
            } //= rest
        } //= arrows
        return x;
    }
}
//? one -> inc break
//? inc ->
//? default -> zero
//? arrow ->
//? rest -> three
