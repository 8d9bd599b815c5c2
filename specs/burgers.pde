# Viscous Burgers equation in one dimension: a wave steepens, and friction holds it.
#
#     du/dt + d(u^2/2)/dx = nu d2u/dx2             on a periodic interval
#
# The transformation u = -2 nu (d theta/dx)/theta of Cole and Hopf makes it the
# heat equation for theta. The start below is the image of
# theta = a + cos(pi x), so that at any time, with e = exp(-nu pi^2 t),
#
#     u = 2 nu pi e sin(pi x)/(a + e cos(pi x)).
#
# The nearer a is to 1, the steeper the wave at x = 1 (the ends of the interval).
# Source: J. D. Cole, Quart. Appl. Math. 9, 225 (1951); W. L. Wood, Commun.
# Numer. Meth. Engng. 22, 797 (2006).
model burgers

domain {
  x in [-1, 1] cells 128
  t in [0, 1]  step 0.01
}

param nu = 0.05                                 # viscosity
param a  = 1.05                                 # steepness of the start, above 1

state u = 2*nu*pi*sin(pi*x)/(a + cos(pi*x))

equation u:
  ddt(u) + div([u^2/2]) = nu*lap(u)

boundary { x: periodic }

numerics {
  time  crank_nicolson
  solve newton(tol: 1e-10)
}

exact {
  u = 2*nu*pi*exp(-nu*pi^2*t)*sin(pi*x)/(a + exp(-nu*pi^2*t)*cos(pi*x))
}
