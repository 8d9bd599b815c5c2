# x - x is zero.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) = lap(u) + u/(x - x)

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
