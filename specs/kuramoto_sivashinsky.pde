# The Kuramoto-Sivashinsky equation: long waves grow, short ones are damped, and
# the nonlinear term passes between them; the result is chaos.
#
#     du/dt + d(u^2/2)/dx = -d2u/dx2 - d4u/dx4       on a periodic interval
#
# While u is small, the mode exp(i q x) grows at the rate q^2 - q^4. The start
# is one of the modes of the interval, the fastest that fits.
# Source: Y. Kuramoto and T. Tsuzuki, Prog. Theor. Phys. 55, 356 (1976).
model kuramoto_sivashinsky

domain {
  x in [0, 22] cells 128
  t in [0, 10] step 0.05
}

param amplitude = 1e-6

state u = amplitude*cos(2*pi*2*x/22)

equation u:
  ddt(u) + div([u^2/2]) = -lap(u) - lap(lap(u))

boundary { x: periodic }

numerics {
  time  crank_nicolson
  solve newton(tol: 1e-10)
}
