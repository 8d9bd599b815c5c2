# Two cells are no grid.
model example

domain {
  x in [0, 1] cells 2
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) = lap(u)

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
