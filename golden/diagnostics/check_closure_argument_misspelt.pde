# The argument is meant to be a state, and is spelled otherwise.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(epss) = mlp(hidden: [8])

state eps = 1

equation eps:
  ddt(eps) = div(k*grad(eps)) - f

boundary {
  x = min: eps = 0
  x = max: dn(eps) = 0
}
