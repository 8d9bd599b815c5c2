# Everything that an experiment can say.
model experiment
language 1

domain {
  x in [0, 2] cells 32
  y in [0, 1] cells 16
  t in [0, 1] steps [0.25, 0.25, 0.5]
}

const top = 2
param a = 1 trainable positive
param b = 3

state u = 1 in [0, 100]
state w

closure f(x, y, t) = siren(hidden: [16, 8], residual: true, output: softplus, w0: 10, w_hidden: 5, scale: 2, offset: 0.5,
                           hyper: hypernetwork(t, hidden: [4], latent: 3, activation: tanh, residual: false))
closure g(y) {
  net mlp(hidden: [8], activation: gelu)
}

let flux = f*grad(u)

equation u:
  2*ddt(u) + div(central, [a, g]*u) - div(harmonic, flux) = -b*u*w

equation w:
  ddt(w)/b = dx(w) + dy(dy(w)) - lag(w*dot(flux, grad(w)))

boundary {
  x: periodic
  y = min: u = top*sin(pi*x)*exp(-b*t), w: symmetry
  y = max: symmetry
  face(f), face(g): zero_gradient
}

numerics {
  precision  float32
  time       backward_euler
  solve      picard(linear: cg, tol: 1e-4, linear_tol: 1e-6, max: 77, max_linear: 88, relax: 0.5)
  adjoint    unrolled
  checkpoint revolve(slots: 8, disk: 100)
}

truth {
  f = rescale(waves(seed: 3, modes: 4, k_max: 2, drift: 0.5), 0.5, 1)
  g = y - mean(y)
  a = 1.5
  solve with crank_nicolson step 1e-2
}

cases 10 {
  u = where(x < 1, case, max(y, 0.5)) + 1
  w = random_field(seed: 10 + 2*case, length: 0.2, range: [-1, 1])
  b = 3 + 0.1*case
  train 0..2, 5   validate 3   test 4, 6..9
}

observe u at t = 1, 0.5, 0.25, 0.5 from "uu"
observe w at t = 0.75
observe f from "ff"
report  u at t = 1

train {
  loss   2*mse(u)/mean(u) + huber(w, delta: 0.1)/4 + l2(weights)*1e-4 + (mae(w) + rel_l2(u))*0.5
  adamw(rate: 1e-2, beta1: 0.8, beta2: 0.99, eps: 1e-7, decay: 1e-3, clip: 1, schedule: warmup(5 %) then exponential(50 %, to: 0.1) then constant)
  epochs 300
  seed   7
  validate_every 5
}
