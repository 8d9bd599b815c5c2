# The output has another unit than the closure.
model wall

domain {
  x : mm in [0, 200] cells 16
  t : h  in [0, 24]  step 1
}

param k     : W/m/K   = 0.8
param rho_c : J/m^3/K = 1.4e6

closure q(T) : W/m^3 {
  net    mlp(hidden: [8])
  output T*softplus
}

state T : K = 293

equation T:
  rho_c*ddt(T) = div(k*grad(T)) - q

boundary {
  x = min: T = 283
  x = max: dn(T) = 0
}
