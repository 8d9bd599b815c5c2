# An input holds a name that is no argument.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
state v = 1
closure f(u) {
  input u, v
  net   mlp(hidden: [8])
}

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f

equation v:
  ddt(v) = -v

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
