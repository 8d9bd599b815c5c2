# Diffusion with a coefficient that varies, in steps that are long for every grid.
model diffusion

domain {
  x in [0, 1] cells 64
  y in [0, 1] cells 64
  t in [0, 0.1] step 0.01
}

field k = 1 + 0.5*sin(2*pi*x)*cos(2*pi*y)
state u = 1 + sin(2*pi*x)*sin(2*pi*y)
equation u: ddt(u) = div(k*grad(u))
boundary {
  x = min: symmetry
  x = max: symmetry
  y = min: symmetry
  y = max: symmetry
  face(k): value
}
numerics {
  time  backward_euler
  solve newton(linear: cg, precondition: multigrid, tol: 1e-8)
}
