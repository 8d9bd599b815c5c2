# The vector under div has no component across this face.
model example

domain {
  x in [0, 1] cells 32
  y in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) + dx(u) = div([0, dy(u)])

boundary {
  x = min: flux(u) = 1
  x = max: u: outflow
  y: periodic
}
