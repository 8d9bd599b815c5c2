# The derivative of another state in a condition.
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
  ddt(v) = -v

boundary {
  x = min: u = 0
  x = max: dn(u) + dn(v) = 0
}
