//! members are seen in methods, wherever they stand
class Counter { //= class
public: //= public
    void step() { //= step
        count_++; //= use
    }
private: //= private
    int count_ = 0; //= field
};
//? field -> use
//! a method outside of its class needs its declaration
class A { //= class
    void run(); //= decl
    int n; //= n
};
void A::run() { //= def
    n = 1; //= use
}
//? decl -> def use
//? n -> use
//? def -> use
//! a constructor is needed by who makes an object
class A { //= class
public: //= public
    A(int x) { //= ctor
        n = x; //= body
    }
    int n; //= n
};
void f() {
    A a(1); //= make
    a.n = 2; //= use
}
//? ctor -> body make use
//? n -> body use
//! an initialiser names a member, and not the parameter of its name
struct A { //= a
    A(int id) : id(id) {} //= ctor
    int id; //= id
};
//? id -> ctor
//! fields are needed where there is no constructor
struct Point { //= point
    int x; //= x
    int y; //= y
};
Point p{1, 2}; //= use
//? x -> use
//! what is abstract above is needed by who has it
struct Base { //= base
    virtual int area() = 0; //= pure
    virtual int other(); //= other
};
struct Square : Base { //= square
    int area() override { return 1; } //= area
    int other() override { return 2; } //= over
};
//? area -> square over
//? over ->
//? pure -> area
//? other -> over
//! inherited members
struct Base { //= base
    int size; //= size
};
struct Derived : Base { //= derived
    int get() { return size; } //= get
};
//? size -> get
//! an operator of the file
struct V { //= v
    int x; //= x
    V operator+(const V& o) const; //= plus
};
V f(V a, V b) { //= f
    return a + b; //= use
}
int g(int a, int b) { //= g
    return a + b; //= plain
}
//? plus -> use
//! output of an object
#include <iostream> //= io
struct V { //= v
    int x; //= x
};
std::ostream& operator<<(std::ostream& os, const V& v) { //= op
    return os << v.x; //= body
}
void f(V v) { //= f
    std::cout << v; //= use
    std::cout << "text"; //= text
}
//? op -> body use
//? text ->
//! a loop over an object
struct Range { //= range
    int* begin(); //= begin
    int* end(); //= end
};
void f(Range r) { //= f
    for (int x : r) { //= loop
        use(x); //= use
    }
}
//? begin -> loop use
//! an object that is called
struct Less { //= less
    bool operator()(int a, int b) const { return a < b; } //= call
};
std::set<int, Less> s; //= set
//? call -> set
//! static members and values behind the class
struct A { //= a
    static int count; //= count
    enum Kind { One, Two }; //= kind
};
int A::count = 0; //= def
int k = A::One; //= use
//? count -> def
//? kind -> use
//! pointers and unknown objects need every member of the name
struct Node { //= node
    int value; //= value
    Node* next; //= next
};
int sum(std::vector<Node*> all) { //= sum
    return all[0]->value; //= use
}
//? value -> sum use
//! an unnamed object of the class around
struct A { //= a
    int n; //= n
    int get() { //= get
        return this->n; //= use
    }
};
//? n -> use
