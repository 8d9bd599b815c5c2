# An explicit scheme for the time derivative of a product.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1
state v = 1

equation u:
  ddt(u*v) = div(k*grad(u))

equation v:
  ddt(v) = -v

numerics { time ssp_rk3 }

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
