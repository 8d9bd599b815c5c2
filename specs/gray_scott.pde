# Gray and Scott's reaction: v feeds on u, and patterns grow.
#
#     du/dt = Du lap(u) - r(u, v) + F (1 - u)
#     dv/dt = Dv lap(v) + r(u, v) - (F + k) v          r = u v^2
#
# The rate r of the reaction is not known and is learned from both fields; it
# enters both equations, so a closure of two states, shared by two equations.
# Well mixed, the fields follow two ordinary differential equations.
#
# The fields of u and v are drawn apart, so that they meet in all mixtures: were
# one a function of the other, the data would tell of r along a curve only. The
# activation is smooth and curved, as products are. Times after the last observed
# one are further along the way that has been seen.
# Source: J. E. Pearson, Science 261, 189 (1993); lengths in cells of his grid.
model gray_scott

domain {
  x in [0, 40] cells 20
  y in [0, 40] cells 20
  t in [0, 20] step 1
}

param Du = 0.16                                 # diffusivity of u
param Dv = 0.08                                 # diffusivity of v
param F  = 0.035                                # feed
param k  = 0.065                                # removal

state u = 1                                     # concentration of what is fed
state v = 0                                     # concentration of what grows

closure r(u, v) {
  input  2*u - 1, 2*v - 1
  net    mlp(hidden: [16, 16], activation: silu)
  output u*v*net                                # nothing reacts without both
}

equation u:
  ddt(u) = Du*lap(u) - r + F*(1 - u)
equation v:
  ddt(v) = Dv*lap(v) + r - (F + k)*v

boundary { x: periodic   y: periodic }

numerics { time rk4 }

truth {
  r = u*v^2
  solve with rk4 step 0.1
}

cases 6 {
  u = 1 - random_field(seed: case, length: 8, range: [0, 0.6])
  v = random_field(seed: 100 + case, length: 8, range: [0, 0.5])
  train 0..2   validate 3   test 4, 5
}

observe u at t = 2, 5, 10, 15
observe v at t = 2, 5, 10, 15
report  u at t = 5, 10, 20
report  v at t = 5, 10, 20

train {
  loss   mse(u) + mse(v)
  lbfgs(memory: 50)
  epochs 600
}
