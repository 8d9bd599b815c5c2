# What is 1 + x beyond the walls?
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
}
