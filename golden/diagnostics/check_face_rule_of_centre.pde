# A value of a closure field on a face.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure g(x) = mlp(hidden: [8])

state u = 1

equation u:
  ddt(u) = div(g*u*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
  face(g*u): value
}
