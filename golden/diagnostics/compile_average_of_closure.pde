# The state of a closure's argument is not known beyond the wall.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state s = 0
state u = 1

closure k(s) = mlp(hidden: [8], output: softplus)

equation s: ddt(s) = u
equation u: ddt(u) = div(harmonic, k*grad(u))

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
