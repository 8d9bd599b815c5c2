# Transport of a scalar by an unknown, steady velocity field.
#
#     d phi/dt + div(v phi) = div(kappa grad phi)        on a periodic rectangle
#
# The velocity v(x, y) is not known; two coordinate networks stand for it and
# are learned through the implicit solver from snapshots of phi at t = 0.05.
# What to expect: phi is carried up and to the right, and smeared by the
# donor-cell scheme more than by kappa. Source: Akhare, Du, Luo, Wang,
# CMAME 446, 118280 (2025), section on advection-diffusion.
model advdiff_steady

domain {
  x in [-1, 1]  cells 128
  y in [0, 1]   cells 64
  t in [0, 0.2] step 0.01
}

param kappa = 0.001                             # diffusivity, known

state phi

closure vx(x, y) = siren(hidden: [128], residual: true, w0: 15, w_hidden: 6, scale: 0.3, offset: 0.5)
closure vy(x, y) = siren(hidden: [128], residual: true, w0: 15, w_hidden: 6, scale: 0.3, offset: 0.5)

equation phi:
  ddt(phi) + div(upwind, [vx, vy]*phi) = div(kappa*grad(phi))

boundary { x: periodic   y: periodic }

numerics {
  precision float32
  time      crank_nicolson
  solve     newton(linear: bicgstab, tol: 1e-6)
  adjoint   implicit(tol: 1e-6)
}

# The twin experiment: what the closures really are, and what is seen of the result.
truth {
  vx = rescale(waves(seed: 10, modes: 30, k_max: 3), 0, 1)
  vy = rescale(waves(seed: 20, modes: 15, k_max: 1), 0, 1)
  solve with rk4 step 1e-3
}

# Without learning: no flow at all.
baseline {
  vx = 0
  vy = 0
}

cases 12 {
  phi = random_field(seed: case, length: 0.1, range: [0, 1])
  train 0..4   validate 10..11   test 5..9
}

observe phi at t = 0.05
report  phi at t = 0.05, 0.10, 0.15, 0.20

train {
  loss   mse(phi)/mean(phi)
  adam(rate: 3e-3, schedule: constant(25 %) then cosine(to: 1e-3))
  epochs 2000
}
