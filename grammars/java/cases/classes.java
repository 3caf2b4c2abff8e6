//! a class must define what its interface asks, or the interface does not ask it
interface Shape { //= shape
    double area(); //= area
    String name(); //= name
    default String show() { return name() + area(); } //= show
} //= shape
class Circle implements Shape { //= circle
    public double area() { return 1; } //= ca
    public String name() { return "circle"; } //= cn
} //= circle
class Square implements Shape { //= square
    @Override //= sa
    public double area() { return 2; } //= sa
    public String name() { return "square"; } //= sn
} //= square
class Use {
    void f(Shape s) { //= f
        print(s.area()); //= pa
        print(s.name()); //= pn
    } //= f
}
//? ca -> area sa show pa
//? sn -> name show pn
//? area -> sa show pa
//? name -> show pn
//? circle -> ca cn
//? show ->
//! abstract classes may leave it open; what overrides needs what it overrides
abstract class Base { //= base
    abstract int cost(int n); //= cost
    int twice(int n) { //= twice
        return cost(n) * 2; //= return
    } //= twice
} //= base
abstract class Middle extends Base {} //= middle
class Leaf extends Middle { //= leaf
    @Override int cost(int n) { return n; } //= own
    int cost() { return cost(1); } //= other
} //= leaf
//? own -> cost other twice return
//? other ->
//? cost -> own twice return other
//? middle -> leaf own other
//! what the standard library leaves open is needed by the class
class A implements Comparable<A>, Runnable { //= a
    public int compareTo(A other) { return 0; } //= compare
    @Override public void run() {} //= run
    @Override public String toString() { return "a"; } //= string
} //= a
class B { //= b
    Object f() { //= f
        return new Iterable<String>() { //= made
            int n; //= n
            @Override public java.util.Iterator<String> iterator() { //= iterator
                return null; //= null
            } //= iterator
        }; //= made
    } //= f
} //= b
//? compare -> a run string
//? run -> a compare string
//? string ->
//? n ->
//? iterator -> f made n null
//! a lambda needs the one method of its interface
interface Op { //= op
    int apply(int a); //= apply
} //= op
class A {
    Op twice = a -> a * 2; //= twice
    int f() { return twice.apply(2); } //= f
}
//? apply -> op twice f
//? twice -> f
//! constructors: calls take those that fit, a derived class gives its base what it needs
class Base { //= base
    Base(int n) {} //= b1
    Base(int n, int m) { this(n); } //= b2
} //= base
class Leaf extends Base { //= leaf
    Leaf() { //= l0
        super(1); //= l0
        f(); //= call
    } //= l0
    void f() {} //= f
} //= leaf
class Use {
    Object a = new Base(1); //= a
    Object b = new Base(1, 2); //= b
    Object c = new Leaf(); //= c
}
//? b2 -> b
//? b1 -> b2 a b leaf l0 call f c
//? l0 -> leaf call f c
//? call ->
//! a class that gives arguments to a base from elsewhere
class Failure extends Exception { //= failure
    final int code; //= code
    Failure(String text, int code) { //= make
        super(text); //= make
        this.code = code; //= set
    } //= make
} //= failure
class Use {
    void f() throws Failure { //= f
        throw new Failure("x", 1); //= throw
    } //= f
}
//? make -> failure code set throw f
//? set -> code
//? code -> set
//! constants of an enumeration make objects of it
enum Color { //= color
    NONE, //= none
    RED("r"), //= red
    GREEN("g"), //= green
    ; //= color
    final String text; //= text
    Color() { this("n"); } //= plain
    Color(String text) { //= make
        this.text = text; //= set
    } //= make
    String text() { return text; } //= get
} //= color
//? red ->
//? make -> none red green text plain set get
//? plain -> none
//? get ->
//! records have their components
record Point(int x, int y) { //= point
    Point { //= compact
        if (x < 0) throw new IllegalArgumentException(); //= check
    } //= compact
    int sum() { //= sum
        return x + y; //= return
    } //= sum
} //= point
class Use {
    int f(Point p) { return p.x() + p.sum(); } //= f
}
//? check ->
//? compact -> check
//? sum -> return f
//? point -> compact check sum return f
//! a nested class has no members of the class around
class Outer { //= outer
    Outer(int n) {} //= make
    void run() {} //= run
    static class Inner extends Thread { //= inner
        Inner(String s) { //= own
            super(s); //= own
        } //= own
        public void run() {} //= irun
    } //= inner
    void f() { new Inner("x").run(); } //= f
} //= outer
//? make ->
//? run ->
//? irun -> f
//? own -> inner irun f
//! constants with bodies of their own, and what may implement a sealed interface
enum Op { //= op
    ADD("+") { //= add
        @Override int apply(int a) { return a; } //= one
    }, //= add
    MUL("*") { //= mul
        @Override int apply(int a) { return -a; } //= two
        int other() { return 1; } //= other
    }; //= mul
    Op(String s) {} //= make
    abstract int apply(int a); //= apply
} //= op
class Use { int f(Op op) { return op.apply(1); } } //= use
sealed interface Shape permits Circle, Square {} //= shape
final class Circle implements Shape {} //= circle
final class Square implements Shape {} //= square
//? one -> two apply use
//? other ->
//? add -> one
//? circle -> shape square
