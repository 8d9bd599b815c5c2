# Labels of an algebraic equation by an explicit scheme.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(x) = mlp(hidden: [4])

state u = 1

equation u:
  0 = div(k*grad(u)) - f

truth {
  f = x
  solve with rk4
}

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
