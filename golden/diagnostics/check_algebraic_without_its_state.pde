# An algebraic equation does not hold its state.
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
  0 = u - 1

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
