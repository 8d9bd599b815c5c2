# Two values for a closure of one.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(u) = mlp(hidden: [8])

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f(u, k)

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
