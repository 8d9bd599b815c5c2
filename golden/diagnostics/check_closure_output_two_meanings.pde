# A word of output is the name of a param, too.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
param net = 2
closure f(u) {
  net    mlp(hidden: [8])
  output net*softplus
}

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f - net

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
