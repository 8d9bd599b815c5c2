model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param κ = 0.5
param T_α = 1
param c : µm = 1
let d = 2·c

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
