# The output has nothing of the network in it.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(u) {
  net    mlp(hidden: [8])
  output 2*u
}

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
