//! members of the structure that the file tells
struct a { //= a
    int size; //= a.size
};
struct b { //= b
    int size; //= b.size
};
int f(struct a *x, struct b *y) { //= f
    int n = x->size; //= one
    int m = y->size; //= two
    return 0;
}
//? a.size -> one
//? b.size -> two
//! a member of a member
struct inner { //= inner
    int depth; //= depth
};
struct outer { //= outer
    struct inner in; //= in
};
int f(struct outer *o) { //= f
    return o->in.depth; //= use
}
//? depth -> use
//? in -> use
//! an object that nobody tells of needs every member of the name
struct a { //= a
    int size; //= a.size
};
int f(void) {
    return thing()->size; //= use
}
//? a.size -> use
//? a -> a.size
//! designated initialisers
struct options { //= options
    int width; //= width
    int height; //= height
};
struct options defaults = { //= defaults
    .width = 1, //= w
    .height = 2, //= h
};
//? width -> w
//? height -> h
//! members of an unnamed union
struct value { //= value
    union { //= union
        int i; //= i
        float f; //= f
    };
};
int get(struct value *v) { //= get
    return v->i; //= use
}
//? i -> use
//? f ->
//! members of an object whose type has no name
int f(void) {
    union { //= union
        int whole; //= whole
        char part; //= part
    } x; //= union
    x.part = 1; //= use
}
//? part -> use
//? whole ->
//! an element of an array of structures
struct item { //= item
    int key; //= key
};
static struct item items[4]; //= items
int f(int n) {
    return items[n].key; //= use
}
//? key -> use
//? items -> use
