model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

closure f(u) = mlp(hidden: [8])

equation u:
  ddt(u) = k*d3x(u) + f

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}

truth { f = 1 - u }

cases 2 {
  u = 1 + case*sin(pi*x)
  train 0   test 1
}

observe u at t = 0.5, 1

train {
  loss mse(u)/var(u)
  adam(rate: 1e-3)
}
