# Transport of a scalar by an unknown velocity field that changes with time.
#
#     d phi/dt + div(v phi) = div(kappa grad phi)        on a periodic rectangle
#
# v(x, y, t) is a conditional neural field: a small network of time produces the
# weights of a coordinate network. The small one is smooth (gelu): with the kinks of
# leaky_relu, as in the source, as many epochs learn half as much and predict worse.
# The velocity is frozen over each step at its value at the step's start, as in the
# source: Akhare, Du, Luo, Wang, CMAME 446, 118280 (2025). Some steps are a little
# longer or shorter than 0.01, because the source stores its snapshots at 0.102,
# 0.201 and 0.298.
model advdiff_dynamic

domain {
  x in [-1, 1] cells 128
  y in [0, 1]  cells 64
  t in [0, 0.4] steps [
    0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.012,
    0.008, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.011,
    0.009, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.008,
    0.012, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01]
}

param kappa = 0.001                             # diffusivity, known

state phi

closure vx(x, y, t) = siren(hidden: [128], residual: true, w0: 15, w_hidden: 6,
                            scale: 0.3, offset: 0.5,
                            hyper: hypernetwork(t, hidden: [16, 16, 16], activation: gelu, latent: 10))
closure vy(x, y, t) = siren(hidden: [128], residual: true, w0: 15, w_hidden: 6,
                            scale: 0.3, offset: 0.5,
                            hyper: hypernetwork(t, hidden: [16, 16, 16], activation: gelu, latent: 10))

equation phi:
  ddt(phi) + div(upwind, lag([vx, vy])*phi) = div(kappa*grad(phi))

boundary { x: periodic   y: periodic }

numerics {
  precision float32
  time      crank_nicolson
  solve     newton(linear: bicgstab, tol: 1e-6)
  adjoint   implicit(tol: 1e-6)
}

truth {
  vx = rescale(waves(seed: 10, modes: 30, k_max: 3, drift: 1), 0, 1)
  vy = rescale(waves(seed: 20, modes: 15, k_max: 1, drift: 1), 0, 1)
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

observe phi at t = 0.05, 0.102, 0.15, 0.201, 0.25, 0.298, 0.35
report  phi at t = 0.05, 0.102, 0.15, 0.201, 0.25, 0.298, 0.35, 0.40

train {
  loss   mse(phi)/mean(phi)
  adam(rate: 1e-3, schedule: constant(25 %) then cosine(to: 1e-3))
  epochs 500
}
