--! blocks may be empty, clauses come and go
if a then   --= if
  f()       --= one
elseif b then  --= second
  g()       --= two
else        --= last
  h()       --= three
end
--? one ->
--? second -> two
--? last -> three
--? if -> one second two last three

--! elements of a table
local t = {   --= table
  1,          --= one
  x = 2,      --= two
  ["k"] = 3   --= three
}
--? one ->
--? two ->
--? three ->
--? table -> one two three

--! a long string is one piece
local s = [[  --= text
  one
]]            --= text
f()           --= other
--? text ->
