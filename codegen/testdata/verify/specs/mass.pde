# A mass of coordinates and params, an explicit scheme, and a law that is not defined at 1.
model mass

domain {
  x in [0, 1] cells 16
  t in [0, 0.02] step 0.001
}

param rho = 1.3
state u = 0.2 + 0.1*sin(2*pi*x) in [0, 0.9]

equation u:
  rho*(1 + x^2)*ddt(u) = 0.1*lap(u) + 0.1*log(1 - u)

boundary { x: periodic }

numerics {
  precision float64
  time ssp_rk3
}
