# A constant does not vary, so it is no argument.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
const n = 2
closure f(u, n) = mlp(hidden: [8])

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - n*f

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
