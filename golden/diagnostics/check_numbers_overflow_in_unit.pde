# A number that is too large in SI.
model wall

domain {
  x : mm in [0, 200] cells 16
  t : h  in [0, 24]  step 1
}

param k     : W/m/K   = 0.8
param rho_c : J/m^3/K = 1.4e6

state T : K = 293

equation T:
  rho_c*ddt(T) = div(k*grad(T))

boundary {
  x = min: T = 283*1e306*10
  x = max: dn(T) = 0
}
