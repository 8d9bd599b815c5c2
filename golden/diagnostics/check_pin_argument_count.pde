# A pin with another number of arguments.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(u, s) {
  net mlp(hidden: [8])
  pin f(0) = 1
}

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f(u, u)

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
