x: int
x: a.b
x: a.b.c
x: list[int]
x: a.list[int]
x: list[int, str]
x: dict[str, list[int]]
x: int | None
x: int | None | str
x: "int"
x: "int" | None
x: list["int"]
x: None
x: Callable[[int], str]
x: Callable[..., str]
x: a[b].c
x: Literal["a", "b"]
x: (int)
x: a.b | None
x: list[int] | None
x: None | list[int] | a.b
x: tuple[int, ...]
x: f(x)
x: a[1:2]
x: Annotated[int, Field(gt=1)]
x: a if b else c
x: Optional[a.b]
x: Union[a.b, int]
x: list[list[int] | None]
x: -1
x: type[int]
x: tuple[*Ts]
x: tuple[()]
x: lambda: x
x: a + b
x: [int]
x: list[a | b]
x: (list[int] | None)
class A[T, *U, **V]: pass
type A = int | list[str]
type A[T] = dict[str, T]
