--! a use needs the local before it
local x = 1  --= one
print(x)     --= use
--? one -> use
--? use ->

--! a function falls with what it calls
local function f()  --= f
  return 1          --= result
end
local y = f()       --= call
print(y)            --= use
--? f -> result call use
--? result -> call use
--? call -> use

--! a call whose value nobody needs does not need a result
local function f()  --= f
  print(1)
  return 1          --= result
end
f()                 --= call
--? result ->
--? f -> result call

--! the nearest declaration counts
local x = 1       --= outer
do                --= block
  local x = 2     --= inner
  print(x)        --= use
end
print(x)          --= last
--? inner -> use
--? outer -> last

--! a global function is seen from before
local function a()  --= a
  return b()        --= use
end
function b()        --= b
  return 2          --= result
end
--? b -> use result

--! a loop brings its variables
for i, v in ipairs(list) do  --= loop
  print(i, v)                --= use
end
--? loop -> use
--? use ->

--! a jump needs its label
for i = 1, 3 do          --= loop
  if i == 2 then         --= test
    goto continue        --= jump
  end
  print(i)               --= print
  ::continue::           --= label
end
--? label -> jump

--! members of a table
local M = {}             --= table
function M.f()           --= f
  return 1               --= result
end
M.g = 2                  --= g
print(M.f())             --= usef
print(M.g)               --= useg
--? table -> f result g usef useg
--? f -> result usef
--? g -> useg
