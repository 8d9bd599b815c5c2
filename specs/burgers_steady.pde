# Viscous Burgers equation in two dimensions, one unknown, unknown viscosity.
#
#     du/dt + d(u^2/2)/dx + d(u^2/2)/dy = div(k grad u)    on a periodic rectangle
#
# The viscosity k(x, y) is not known; a coordinate network stands for it, kept in
# [0.001, 0.01] by its output, and is learned through the implicit solver from
# snapshots up to t = 0.35. A step is a nonlinear fixed point; its gradient is one
# adjoint solve.
# What to expect: waves run up and to the right, steepen until k holds them, and
# decay; at t = 1, three times as far as the data, u spans 0.4 of what it did.
#
# The flux through a face is half the square of the mean state of its two cells. On
# the seam of the period the source gives each side of a face the coefficient of its
# own cell, so that what leaves one cell does not enter the other; here it is the
# mean of the two, as on every other face.
# Source: Akhare, Du, Luo, Wang, CMAME 446, 118280 (2025), section on Burgers' equation.
model burgers_steady

domain {
  x in [-1, 1] cells 128
  y in [0, 1]  cells 64
  t in [0, 1]  step 0.01
}

state u

closure k(x, y) = siren(hidden: [128], residual: true, w0: 15, w_hidden: 6,
                        output: sigmoid, scale: 0.009, offset: 0.001)

equation u:
  ddt(u) + div(central, [u^2/2, u^2/2]) = div(k*grad(u))

boundary { x: periodic   y: periodic }

numerics {
  precision float32
  time      crank_nicolson
  solve     newton(linear: bicgstab, tol: 1e-6)
  adjoint   implicit(tol: 1e-6)
}

truth {
  k = rescale(waves(seed: 30, modes: 20, k_max: 3), 0.001, 0.01)
  solve with rk4 step 1e-3
}

# Without learning: the middle of its range everywhere.
baseline {
  k = 0.0055
}

cases 12 {
  u = random_field(seed: case, length: 0.1, range: [0, 1])
  train 0..4   validate 10..11   test 5..9
}

observe u at t = 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35 from "vx"
observe k from "kx"
report  u at t = 0.1, 0.2, 0.35, 0.5, 0.75, 1

train {
  loss   mse(u)/mean(u)
  adam(rate: 3e-3, schedule: constant(25 %) then cosine(to: 1e-3))
  epochs 1000
}
