# Coefficients of fluxes that are held, between walls on the axis along rows.
model duct

domain {
  x in [0, 1] cells 9
  y in [0, 1] cells 20
  t in [0, 1] step 0.01
}

param kappa = 0.1
field v = sin(6*x)*cos(5*y)
field k = 2 + sin(5*x)
state c = 1 + x*y

equation c: ddt(c) + div(upwind_face, [v, k*v]*c) = div(harmonic, kappa*k*grad(c))

boundary {
  x: periodic
  y = min: c = 1
  y = max: symmetry
  face(k), face(v), face(k*v): zero_gradient
}
