//! a declaration alone
int a; //= one
//? one ->
//! handlers come and go, but one stays
void f() {
    try { //= try
        a(); //= a
    } catch (const int& e) { //= first
        b(); //= b
    } catch (...) { //= second
        c(); //= c
    }
}
//? first -> b
//? first second -> try a b c
//! a heading holds for what stands under it
class A { //= class
public: //= public
    int x; //= x
private: //= private
    int y; //= y
};
//? public -> x
//? private -> y
//! the body of a lambda comes apart
void f() {
    run([&](int n) { //= lambda
        a(n); //= a
        b(n); //= b
    });
}
//? a ->
//? lambda -> a b
//! elements of a container
std::vector<int> v = { //= list
    1, //= one
    2, //= two
};
//? one ->
//? one two -> list
//! namespaces nest
namespace a { //= outer
namespace b { //= inner
int x; //= x
}
}
//? x ->
//? outer -> inner x
//! a template is one with what it is of
template <typename T> //= f
T twice(T x) { //= f
    return x + x; //= r
} //= f
//? f -> r
//! a friend belongs to its class
class A { //= class
    friend class B; //= friend
    int x; //= x
};
//? friend -> class x
//! a raw string arrives in one piece
const char* text = R"(one //= text
two //= text
)"; //= text
int a; //= a
//? text ->
