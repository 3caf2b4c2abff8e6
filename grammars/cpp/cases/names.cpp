//! overloads are all needed
void show(int x) {} //= int
void show(double x) {} //= double
void f() {
    show(1); //= use
}
//? int -> use
//? double -> use
//! a declaration ahead of its overload
void show(int x); //= ahead
void show(double x) {} //= double
void f() {
    show(1); //= use
}
void show(int x) {} //= int
void g() {
    show(2); //= late
}
//? ahead -> use
//? int -> late
//! template parameters are seen in the template
template <typename T> //= id
T id(T x) { //= id
    T copy = x; //= copy
    return copy; //= r
}
int y = id(3); //= use
//? copy -> r
//? id -> copy r use
//! a special case is needed by those who come after it
template <typename T> struct traits { //= primary
};
template <> struct traits<int> { //= special
};
traits<int> t; //= use
//? special -> use
//? primary -> special use
//! names of headers
#include <vector> //= vector
#include <string> //= string
std::vector<int> v; //= v
std::string s; //= s
//? vector -> v
//? string -> s
//! names of a namespace that is opened
#include <iostream> //= io
using namespace std; //= using
void f() {
    cout << 1; //= use
    std::cout << 2; //= qualified
}
//? using -> use
//? io -> using use qualified
//! names behind a namespace of the file
namespace geo { //= geo
struct point { int x; }; //= point
int count; //= count
}
geo::point p; //= p
void f() {
    geo::count++; //= use
}
//? point -> p
//? count -> use
//! structured bindings
void f() {
    auto [a, b] = make(); //= bind
    use(a); //= a
    use(b); //= b
}
//? bind -> a b
//! lambdas see what is around them
void f() {
    int n = 1; //= n
    auto g = [n](int k) { return n + k; }; //= g
    g(2); //= call
}
//? n -> g call
//? g -> call
//! aliases
using number = long; //= alias
number n = 1; //= use
//? alias -> use
//! values of an enumeration
enum class Color { //= enum
    Red, //= red
    Green, //= green
};
auto c = Color::Red; //= use
//? red -> use
//? green ->
//! a concept and what it limits
template <typename T> concept Small = sizeof(T) < 8; //= concept
template <Small T> void f(T x) {} //= f
//? concept -> f
//! a loop over a range
void f() {
    for (const auto& item : items()) { //= loop
        int k = item.first; //= k
        use(k); //= use
    }
}
//? k -> use
//! what is computed early gives back a value
constexpr int f(int x) { //= f
    int y = x; //= y
    return y; //= r
}
//? r -> f y
