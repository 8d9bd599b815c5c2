# No equation has this coefficient.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) = div((1 + x)*grad(u))

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
  face(1 + x): value
  face(2 + x): value
}
