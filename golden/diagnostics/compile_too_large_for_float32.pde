# 1e40 is infinite in float32.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) = lap(u) - 1e30*1e10*u

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}

numerics { precision float32 }
