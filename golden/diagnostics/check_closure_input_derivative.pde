# A derivative is an argument, not part of an input.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(u) {
  input dx(u)
  net   mlp(hidden: [8])
}

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
