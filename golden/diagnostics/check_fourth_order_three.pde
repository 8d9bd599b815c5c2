# One condition too many.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

equation u:
  ddt(u) = -lap(lap(u))

boundary {
  x = min: u = 0, dn(u) = 0, dn(dn(u)) = 0
  x = max: symmetry
}
