# The equation of one state has the time derivative of another.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1
state v = 0

equation u:
  ddt(u) = div(k*grad(u))

equation v:
  ddt(u) = -v

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
