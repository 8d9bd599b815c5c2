# The factor of dn(u) is zero, and nothing else holds the state.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

param h = 2
state u = 1

equation u: ddt(u) = lap(u)

boundary {
  x = min: u = 1
  x = max: (h - h)*dn(u) = 1
}
