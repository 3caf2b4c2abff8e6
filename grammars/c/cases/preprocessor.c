//! a guard is one with its mark
#ifndef DEMO_H //= guard
#define DEMO_H //= mark
int a; //= a
#endif //= guard
//? a ->
//? mark -> guard a
//! parts of a conditional text
#ifdef FAST //= if
int a; //= a
#elif defined(SMALL) //= elif
int b; //= b
#else //= else
int c; //= c
#endif //= if
//? a ->
//? else -> c
//? elif -> b else c
//! names of both parts are needed, for nobody knows which is taken
#ifdef FAST //= if
typedef int word; //= fast
#else //= else
typedef long word; //= slow
#endif
word w; //= use
//? fast -> use
//? slow -> use
//! a condition needs the macro that it asks for
#define DEBUG 1 //= debug
#ifdef DEBUG //= if
int a; //= a
#endif
//? debug -> if a
//! a macro's text is used where the macro is
#define SQUARE(x) ((x) * factor) //= macro
int factor = 2; //= factor
int f(int y) {
    return SQUARE(y); //= use
}
//? macro -> use
//? factor -> use
//! macros in macros, and locals in their texts
#define FAIL goto_fail() //= fail
#define CHECK(x) if (!(x)) { FAIL; count++; } //= check
void goto_fail(void); //= proto
void f(int x) {
    int count = 0; //= count
    CHECK(x); //= use
}
//? fail -> use
//? count -> use
//? proto -> use
//? use ->
//! a member in a macro's text
#define LEN(v) ((v)->length) //= macro
struct vec { //= vec
    int length; //= length
};
int f(struct vec *v) { //= f
    return LEN(v); //= use
}
//? length -> use
//? macro -> use
//! a name needs a header that is known to declare it
#include <stdio.h> //= stdio
#include <string.h> //= string
int f(void) {
    printf("x"); //= print
    strlen("x"); //= length
    size_t n; //= size
}
//? string -> length
//? stdio -> print
//? stdio string -> print length size
//! a name that nobody lists may come from any header before it
#include <stdio.h> //= stdio
#include "own.h" //= own
int f(void) {
    own_thing(); //= use
}
#include "late.h" //= late
//? stdio -> use
//? own -> use
//? late ->
//! a header may ask for the macros before it
#define _GNU_SOURCE //= gnu
#include <stdio.h> //= stdio
#define AFTER 1 //= after
//? gnu -> stdio
//? after ->
//! one header for two languages
#ifdef __cplusplus //= if
extern "C" { //= extern
#endif //= inner
int a(void); //= a
int b(void); //= b
#ifdef __cplusplus //= close
}
#endif //= if
//? a ->
//? close -> extern inner a b
//! what a macro at the top makes
#include <sys/queue.h> //= queue
SLIST_HEAD(head, entry); //= macro
int f(void) {
    struct head *h; //= use
}
//? macro -> use
