# Cahn and Hilliard: a mixture separates into two phases.
#
#     dc/dt = lap(mu),   mu = c^3 - c - kappa lap(c)
#
# The mass of c stays, and the free energy, the integral of
# (c^2 - 1)^2/4 + kappa/2 |grad c|^2, never grows. In time the convex part of mu
# is taken at the new state and the concave part, -c, at the old one: then the
# energy falls for any step (D. J. Eyre, MRS Proc. 529, 39, 1998).
# Source: J. W. Cahn and J. E. Hilliard, J. Chem. Phys. 28, 258 (1958).
model cahn_hilliard

domain {
  x in [0, 1]   cells 64
  y in [0, 1]   cells 64
  t in [0, 0.1] step 0.002
}

param kappa = 4e-4                              # squared width of an interface

state c = 0.1*cos(2*pi*x)*cos(4*pi*y) + 0.05*sin(6*pi*x + 2*pi*y) in [-2, 2]

let mu = c^3 - lag(c) - kappa*lap(c)            # chemical potential

equation c:
  ddt(c) = lap(mu)

boundary { x: periodic   y: periodic }

numerics {
  time  backward_euler
  solve newton(tol: 1e-9)
}
