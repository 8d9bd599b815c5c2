# A scheme of the upwind kind where nothing is carried.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) + div(upwind, [u^2/2]) = lap(u)

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
