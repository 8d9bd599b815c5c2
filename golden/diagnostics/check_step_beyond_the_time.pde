model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 2
}

param k = 0.5

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
