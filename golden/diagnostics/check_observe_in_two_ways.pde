model twin

domain {
  x in [-1, 1] cells 16
  y in [ 0, 1] cells 8
  t in [0, 1] step 0.1
}

param a = 2

state u

closure v(x, y) = mlp(hidden: [8])

equation u:
  ddt(u) + div(upwind, [v, 0]*u) = -a*u

boundary { x: periodic   y: periodic }

truth {
  v = rescale(waves(seed: 1, modes: 5, k_max: 2), 0, 1)
  solve with rk4 step 0.01
}

cases 4 {
  u = random_field(seed: case, length: 0.3, range: [0, 1])
  train 0..1   validate 2   test 3
}

observe u at t = 0.5, 1 on sensors([[0.1, 0.2]])
observe u at t = 0.5, 1 on box(x: [0, 0.5])

train {
  loss   mse(u)/mean(u)
  adam(rate: 1e-3, schedule: constant(25 %) then cosine(to: 1e-3))
  epochs 100
}
