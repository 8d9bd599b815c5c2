model example

domain {
  x in [0, 1] cells 16
  y in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1
state p

equation u:
  ddt(u) = div(vanleer, (k*grad(p))*u)
equation p:
  0 = lap(p) - u

boundary {
  x: symmetry
  y: symmetry
}
