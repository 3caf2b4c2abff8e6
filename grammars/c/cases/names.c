//! declared before it is used
int a = 1; //= a
int b = 2; //= b
int f(void) {
    int c = a; //= c
    return c; //= r
}
//? a -> c r
//? c -> r
//? b ->
//! a prototype serves where no definition stands before
int helper(int x); //= proto
int f(void) {
    return helper(1); //= early
}
int helper(int x) { //= body
    return x;
}
int g(void) {
    return helper(2); //= late
}
//? proto -> early
//? body -> late
//! an inner declaration hides an outer one
int x = 1; //= outer
void f(void) {
    int x = 2; //= inner
    use(x); //= use
}
void g(void) {
    use(x); //= other
}
//? inner -> use
//? outer -> other
//! parameters and loop variables
void f(int n) { //= f
    for (int i = 0; i < n; i++) { //= loop
        int square = i * i; //= square
        print(square); //= print
    }
}
//? square -> print
//? loop -> square print
//! tags, variables and labels live apart
struct node { int value; }; //= tag
int node = 1; //= variable
void f(void) {
    int a = node; //= use
    struct node n; //= tagged
}
//? tag -> tagged
//? variable -> use
//! a tag that is only declared ahead
struct later; //= ahead
void take(struct later *l); //= take
struct later { int v; }; //= full
void give(struct later *l) { //= give
}
//? ahead -> take
//? full -> give
//! a label and its jumps
void f(int x) {
    if (x) //= if
        goto out; //= if
    a(); //= a
out: //= label
    b(); //= label
}
//? label -> if
//? if ->
//! types made by typedef
typedef struct point { //= point
    int x; //= x
    int y; //= y
} point_t;
int f(point_t *p) { //= f
    return p->x; //= use
}
//? point -> x y f use
//? x -> use
//? y ->
//! an extern declaration serves like a prototype
extern int total; //= ahead
int f(void) { return total; } //= early
int total = 0; //= full
int g(void) { return total; } //= late
//? ahead -> early
//? full -> late
//! enumerators are names of the scope around
enum color { //= enum
    RED, //= red
    GREEN, //= green
};
int c = RED; //= use
//? red -> use
//? green ->
//! pointers to functions
typedef int (*callback)(int value, void *data); //= type
int run(callback cb) { //= run
    return cb(1, 0); //= call
}
//? type -> run call
