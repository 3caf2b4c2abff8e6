//! the nearest declaration is meant, and members are seen from methods
class Shape { //= shape
    int side; //= side
    int area() { //= area
        int twice = side * 2; //= twice
        return twice + this.side; //= sum
    } //= area
} //= shape
class Square extends Shape { //= square
    int half() { //= half
        return side / 2; //= divide
    } //= half
} //= square
class Main { //= main
    int run(Shape shape) { //= run
        int twice = shape.area(); //= other
        Square made = new Square(); //= made
        return twice + made.half(); //= total
    } //= run
} //= main
//? side -> twice sum divide
//? twice -> sum
//? area -> twice sum other total
//? square -> half divide made total
//? half -> divide total
//? other -> total
