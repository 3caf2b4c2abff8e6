//! members of what a type from elsewhere holds
import java.util.*; //= util
class Account { //= account
    void close() {} //= close
    int size() { return 1; } //= size
} //= account
class Bank {
    Optional<Account> find() { return null; } //= find
    Map<String, List<Account>> all; //= all
    List<String> names; //= names
    void f() {
        find().get().close(); //= one
        all.get("x").get(0).close(); //= two
        print(names.size()); //= three
        for (var account : all.get("y")) { //= for
            account.close(); //= four
        } //= for
    }
}
//? close -> one two four
//? size ->
//? names -> three
//! types from an import are no classes of the file
import java.util.Deque; //= import
class Stack { //= stack
    private Deque<Integer> items; //= items
    int pop() { return items.pop(); } //= pop
    void push(int n) { //= push
        items.push(n); //= inner
    } //= push
} //= stack
//? pop ->
//? push -> inner
//? items -> pop inner
//! generic classes are made by their constructors
class Node<T> { //= node
    T value; //= value
    Node(T value) { //= make
        this.value = value; //= set
    } //= make
    Node<T> copy() { return new Node<>(value); } //= copy
} //= node
//? make -> set copy
//? value -> set copy
//! chains of calls follow the types that functions declare
class A { //= a
    B b() { return new B(); } //= b
    void same() {} //= asame
} //= a
class B { //= bb
    A a() { return new A(); } //= ba
    void same() {} //= bsame
} //= bb
class Use {
    void f(A a) {
        a.b().same(); //= one
        a.b().a().same(); //= two
        new B().a().b().same(); //= three
    }
}
//? bsame -> one three
//? asame -> two
