# Two conditions give two cells beyond a wall.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) = -dx(central4, dx(lap(u)))

boundary {
  x = min: u = 0, dn(u) = 0
  x = max: u = 0, dn(u) = 0
}
