model twin

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param a = 2
field k = 1 trainable positive

state u

closure v(x) = mlp(hidden: [8])

equation u:
  ddt(u) + div(upwind, [v]*u) = -a*k*u

boundary { x: periodic }

truth {
  v = 1 + 0.5*sin(2*pi*x)
  k = 1 + 0.5*x
}

cases 4 {
  u = random_field(seed: case, length: 0.3, range: [0, 1])
  train 0..1   validate 2   test 3
}

observe u at t = 0.5, 1

train {
  loss   mse(u)
  adam(schedule: plateau(factor: 2))
  epochs 100
}
