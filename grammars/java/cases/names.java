//! the nearest declaration is meant, and members are seen from methods
class Shape { //= shape
    int side; //= side
    void area() { //= area
        int twice = side * 2; //= twice
        print(twice + this.side); //= sum
    } //= area
} //= shape
class Square extends Shape { //= square
    void half() { //= half
        print(side / 2); //= divide
    } //= half
} //= square
class Main { //= main
    void run(Shape shape) { //= run
        int twice = 1; //= other
        shape.area(); //= call
        Square made = new Square(); //= made
        made.half(); //= total
        print(twice); //= print
    } //= run
} //= main
//? side -> twice sum divide
//? twice -> sum
//? area -> twice sum call
//? square -> half divide made total
//? half -> divide total
//? other -> print
//! imports, and names that an import of all names may give
import java.util.*; //= star
import java.io.File; //= file
import static java.lang.Math.max; //= max
class A { //= a
    List<String> list; //= list
    File f; //= f
    int m = max(1, 2); //= m
    String s; //= s
} //= a
//? star -> list
//? file -> f
//? max -> m
//! functions and variables of one name are different things
class A {
    int size; //= field
    int size() { //= method
        return size; //= return
    } //= method
    void f() { //= f
        int area = 1; //= local
        area(); //= call
        print(area); //= print
        print(size()); //= size
    } //= f
    void area() {} //= area
}
//? field -> method return size
//? method -> return size
//? area -> call
//? local -> print
//! of several functions those that take as many arguments
class A {
    void f() { g(1); } //= one
    void h() { g(1, 2); } //= two
    void i(A a) { a.g(1, 2); } //= three
    void j() { v(1, 2, 3); } //= many
    void g(int a) {} //= g1
    void g(int a, int b) {} //= g2
    void v(int... all) {} //= v
}
//? g1 -> one
//? g2 -> two three
//? v -> many
//! patterns, lambdas, loops and resources bind names
class A {
    void f(Object o, java.util.List<A> all) { //= f
        if (!(o instanceof A a)) { //= if
            return; //= return
        } //= if
        a.g(); //= use
        Runnable r = () -> { //= lambda
            int x = 1; //= x
            print(x); //= print
        }; //= lambda
        r.run(); //= run
        for (A b : all) { //= for
            b.g(); //= bg
        } //= for
        try (A c = new A()) { //= try
            c.g(); //= cg
        } //= try
    } //= f
    void g() {} //= g
    void close() {} //= close
}
//? g -> use bg cg
//? if -> return use
//? x -> print
//? lambda -> x print run
//! type parameters are no classes of the file
class Box<T extends Comparable<T>> { //= box
    T value; //= value
    <R> R map(java.util.function.Function<T, R> f) { //= map
        return f.apply(value); //= return
    } //= map
} //= box
class T { //= t
    void apply() {} //= apply
} //= t
//? t -> apply
//? apply ->
//? value -> map return
//! labels are no names
class A {
    int outer; //= field
    void f() {
        outer: //= loop
        for (;;) { //= loop
            for (;;) { //= inner
                break outer; //= break
            } //= inner
        } //= loop
    }
}
//? field ->
//? break -> inner loop

//! a parameter may have the name of the class that its type stands in
import a.render; //= import
class A { //= a
    void f(render.Render render) { //= f
        render.go(); //= call
    } //= f
} //= a
//? import -> f call
