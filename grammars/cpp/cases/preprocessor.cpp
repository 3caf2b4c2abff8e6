//! a guard is one with its mark
#ifndef DEMO_H //= guard
#define DEMO_H //= mark
class A; //= a
#endif //= guard
//? a ->
//? mark -> guard a
//! a macro's text is used where the macro is
#define ALL(x) (x).begin(), (x).end() //= all
#include <algorithm> //= algorithm
void f(std::vector<int> v) { //= f
    sort(ALL(v)); //= use
}
//? all -> algorithm f use
//! parts of a conditional text in a class
class A { //= class
#ifdef FAST //= if
    int fast; //= fast
#else //= else
    int slow; //= slow
#endif
};
//? fast ->
//? else -> slow
