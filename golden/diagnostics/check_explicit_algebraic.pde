# An explicit scheme for an algebraic equation.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

equation u:
  0 = div(k*grad(u))

numerics { time rk4 }

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
