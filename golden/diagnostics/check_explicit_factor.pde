# What explicit schemes cannot solve is told with its place, whatever the number of equations.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1
state v = 1

equation u:
  ddt(u) = div(k*grad(u))

equation v:
  ddt(v^2) = -v

numerics { time forward_euler }

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
