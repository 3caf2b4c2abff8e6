//! a method with a result must not end without one
class A {
    int f(int x) { //= f
        if (x > 1) { //= if
            return 1; //= one
        } else if (x > 0) { //= elseif
            return 2; //= two
        } else { //= else
            return 3; //= three
        } //= if
    } //= f
    int g(int x) { //= g
        switch (x) { //= switch
            case 1: //= case
                return 1; //= four
            default: //= default
                return 2; //= five
        } //= switch
    } //= g
    int h() { //= h
        try { //= try
            g(1); //= call
            return 1; //= six
        } catch (RuntimeException e) { //= catch
            return 2; //= seven
        } //= try
    } //= h
}
//? one -> f if elseif two else three
//? elseif -> two
//? two -> elseif
//? else -> f if one elseif two three
//? case -> four
//? default -> g switch case four five call
//? six -> h try call catch seven
//? call ->
//! without braces, each link needs the one inside it
class A {
    int f(int x) { //= f
        if (x > 1) //= if
            return 1; //= if
        else if (x > 0) //= elseif
            return 2; //= elseif
        else //= else
            return 3; //= else
    } //= f
}
//? elseif -> f if else
//? else -> f if elseif
//! a variable without a value needs what gives it one
class A {
    void f(boolean b) { //= f
        int x; //= x
        if (b) { //= if
            x = 1; //= one
        } else { //= else
            x = 2; //= two
        } //= if
        print(x); //= print
        int y; //= y
        y = 3; //= set
        print(y); //= py
        y = 4; //= again
        print(y); //= py2
    } //= f
}
//? one -> print
//? else -> two print
//? if -> one else two print
//? set -> py
//? again ->
//? set again -> py py2
//! a value that a `try` gives, or else its handler
class A {
    void f(String s) { //= f
        int n; //= n
        try { //= try
            n = Integer.parseInt(s); //= parse
        } catch (NumberFormatException e) { //= catch
            n = 0; //= zero
        } //= try
        print(n); //= print
    } //= f
}
//? parse -> print
//? zero -> print
//? catch -> try parse zero print
//! a final field needs its constructors' assignments
class A { //= a
    private final int size; //= size
    private int other; //= other
    A(int size) { //= one
        this.size = size; //= set1
        other = 1; //= o
    } //= one
    A() { //= two
        size = 0; //= set2
    } //= two
    int get() { return size; } //= get
} //= a
//? set1 -> size set2 get
//? two -> set2
//? two one -> size set1 set2 o get
//? o ->
//! a handler of a checked exception needs something that raises it, and that needs the handler
class A {
    void f() { //= f
        try { //= try
            g(); //= g
            h(); //= h
            g(); //= g2
        } catch (java.io.IOException | InterruptedException e) { //= catch
            print(e); //= print
        } //= try
        try { //= try2
            Thread.sleep(1); //= sleep
            h(); //= h2
        } catch (InterruptedException e) { //= catch2
        } catch (RuntimeException e) { //= catch3
        } //= try2
    } //= f
    void g() throws Failure { //= def
        throw new Failure(); //= throw
    } //= def
    void h() {} //= hdef
}
class Failure extends Exception {} //= failure
class Other { //= o
    void f(A a) { //= of
        try { //= otry
            a.g(); //= og
            a.h(); //= oh
        } catch (Failure e) { //= ocatch
        } //= otry
    } //= of
} //= o
//? sleep -> try2 h2 catch2 catch3
//? h2 ->
//? catch2 -> try2 sleep h2 catch3
//? catch3 ->
//? og -> otry oh ocatch
//? oh ->
//? throw ->
//! what follows an endless loop needs a way out
class A {
    void f(int n) { //= f
        while (true) { //= while
            n++; //= inc
            if (n > 3) { //= if
                break; //= break
            } //= if
            for (;;) { //= for
                break; //= other
            } //= for
        } //= while
        print(n); //= print
    } //= f
}
//? inc ->
//? if -> while inc break for other
//? print ->
//! a `switch` that gives a value covers everything
enum E { A, B } //= e
class S {
    int f(E e) { //= f
        return switch (e) { //= switch
            case A -> 1; //= a
            case B -> { //= b
                print(e); //= print
                yield 2; //= yield
            } //= b
        }; //= switch
    } //= f
    String g(int n) { //= g
        String s = switch (n) { //= s
            case 1 -> "one"; //= one
            case 2 -> "two"; //= two
            default -> "many"; //= many
        }; //= s
        return s; //= return
    } //= g
}
//? a -> f switch b print yield
//? print ->
//? one ->
//? many -> s one two return g
//! every case of a `switch` that gives a value is needed where the value is used
class A {
    void f(int k) { //= f
        String s; //= s
        switch (k) { //= switch
            case 1: //= one
                s = "a"; //= a
                break; //= ba
            case 2: //= two
                s = "b"; //= b
                break; //= bb
            default: //= default
                s = "c"; //= c
        } //= switch
        print(s); //= print
    } //= f
}
//? one -> a ba print
//? default -> c print
//? b -> print
//? bb -> two b print
//? print ->
//! what adds to a value reads it
class A {
    void f(int a) { //= f
        int n; //= n
        n = a; //= set
        if (a > 1) { //= if
            n += 2; //= add
        } //= if
    } //= f
}
//? set -> add
//? add ->
