model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 5e999
param l = 1e-999
param m = 0e999

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}

numerics {
  time  crank_nicolson
  solve newton(tol: 1e-6)
}
