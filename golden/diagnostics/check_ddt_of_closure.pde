# A closure under a time derivative.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(u) = mlp(hidden: [8])

state u = 1

equation u:
  ddt(u*f) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
