//! a declaration alone
int a; //= one
//? one -> 
//! statements come and go inside their function
int f(void) { //= f
    g(); //= g
    h(); //= h
    return 0; //= r
}
//? g ->
//? r ->
//? f -> g h r
//! links of a chain stand side by side
void f(int x) { //= f
    if (x == 1) { //= if
        a(); //= a
    } else if (x == 2) { //= elif
        b(); //= b
    } else { //= else
        c(); //= c
    }
}
//? elif -> b
//? else -> c
//? if -> a elif b else c
//! braces on lines of their own
void f(int x)
{ //= f
    if (x) //= if
    { //= if
        a(); //= a
    } //= if
    else //= else
    { //= else
        b(); //= b
    } //= else
}
//? else -> b
//? a ->
//! a body without braces belongs to its statement
void f(int x) {
    while (x) //= loop
        x--; //= loop
    do //= do
        x++; //= do
    while (x < 3); //= do
    done(); //= done
}
//? loop ->
//? do ->
//! a case label needs a statement
void f(int x) {
    switch (x) { //= switch
    case 1: //= one
        a(); //= a
        break; //= stop
    default: //= other
        b(); //= b
    }
}
//? a ->
//? a stop -> one
//? b -> other
//? one -> a stop
//! an enumeration keeps a value
enum { //= enum
    RED, //= red
    GREEN, //= green
};
//? red ->
//? red green -> enum
//! a structure may be empty
struct s { //= s
    int a; //= a
    int b; //= b
};
//? a b ->
//! elements of an array
static const int table[] = { //= table
    1, //= one
    2, //= two
};
//? one ->
//? table -> one two
//! old parameters belong to their function
int f(a, b) //= f
    int a; //= f
    char *b; //= f
{ //= f
    return a; //= r
} //= f
//? r ->
//! a comment behind code goes on with it
struct s { //= s
    int a; /* One, //= a
              and more. */ //= a
    int b; //= b
};
//? a ->
//? b ->
//! a comment arrives with what is below it
int a; //= a
/* About b, //= b
   in two lines. */ //= b
int b; //= b
//? b ->
