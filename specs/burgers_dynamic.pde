# Viscous Burgers equation in two dimensions, unknown viscosity that changes with time.
#
#     du/dt + d(u^2/2)/dx + d(u^2/2)/dy = div(k grad u)    on a periodic rectangle
#
# k(x, y, t) is a conditional neural field: a small network of time, smooth, produces
# the weights of a coordinate network, whose output is kept in [0.001, 0.01]. It is
# learned from snapshots up to t = 0.35 and judged to t = 1. Beyond the data k is
# extrapolated in time: nothing was ever seen of it there, and the network's answer
# is no better than its luck. The true k drifts slowly, by a quarter of a turn in
# the horizon at most. See burgers_steady.pde for the scheme.
# Source: Akhare, Du, Luo, Wang, CMAME 446, 118280 (2025).
model burgers_dynamic

domain {
  x in [-1, 1] cells 128
  y in [0, 1]  cells 64
  t in [0, 1]  step 0.01
}

state u

closure k(x, y, t) = siren(hidden: [128], residual: true, w0: 15, w_hidden: 6,
                           output: sigmoid, scale: 0.009, offset: 0.001,
                           hyper: hypernetwork(t, hidden: [16, 16, 16], activation: gelu, latent: 10))

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
  k = rescale(waves(seed: 30, modes: 20, k_max: 3, drift: 0.25), 0.001, 0.01)
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

observe u at t = 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35
report  u at t = 0.1, 0.2, 0.35, 0.5, 0.75, 1

train {
  loss   mse(u)/mean(u)
  adam(rate: 1e-3, schedule: constant(25 %) then cosine(to: 1e-3))
  epochs 300
}
