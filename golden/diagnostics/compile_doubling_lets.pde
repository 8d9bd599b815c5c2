# A short text that is long when written out.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

let a0 = lap(u)
let a1 = a0 + a0
let a2 = a1 + a1
let a3 = a2 + a2
let a4 = a3 + a3
let a5 = a4 + a4
let a6 = a5 + a5
let a7 = a6 + a6
let a8 = a7 + a7
let a9 = a8 + a8
let a10 = a9 + a9
let a11 = a10 + a10
let a12 = a11 + a11
let a13 = a12 + a12
let a14 = a13 + a13
let a15 = a14 + a14

equation u: ddt(u) = a15

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
