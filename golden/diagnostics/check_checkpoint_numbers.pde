model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

numerics { checkpoint revolve(slots: 0, disk: 1.5) }

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
