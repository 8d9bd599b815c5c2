# A baseline is of all closures, and of nothing else.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

state u = 1

closure f(u) = mlp(hidden: [4])

equation u:
  ddt(u) = lap(u) + f

boundary { x: periodic }

baseline {
  u = 0
}
