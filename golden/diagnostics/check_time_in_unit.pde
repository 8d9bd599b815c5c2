model bar

domain {
  x : m in [0, 1] cells 16
  t : h in [0, 1] step 0.1
}

param k : m^2/h = 0.5

state u = 1

closure f(u) : 1/h = mlp(hidden: [8])

equation u:
  ddt(u) = div(k*grad(u)) + f

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}

truth { f = (1 - u)/1[h] }

cases 2 {
  u = 1 + case*sin(pi*x/1[m])
  train 0   test 1
}

observe u at t = 0.5, 2

train {
  loss mse(u)/var(u)
  adam(rate: 1e-3)
}
