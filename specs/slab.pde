# A slab cools in a stream of air; how the heat leaves its surface is not known.
#
#     rho_c dT/dt = k d2T/dx2,    dT/dx = 0 in the middle,   -k dT/dn = q on the surface
#
# Newton's law q = h (T - T_air) is the truth of the twin experiment, where
# the solution is Fourier's series with the roots of z tan(z) = Bi, Bi = h L/k.
# The law is learned as a function of the surface's temperature, from what is
# measured inside; no heat flows where slab and air are equally warm: the pin.
# The surface is as hot as at the start for moments only, before anything is
# measured: at the upper end of its range the law is known worst.
# Source: Carslaw and Jaeger, Conduction of Heat in Solids, 3.11.
model slab

domain {
  x : mm  in [0, 50] cells 50
  t : min in [0, 60] step 0.5
}

param k     : W/m/K   = 1.5                     # conductivity
param rho_c : J/m^3/K = 2e6                     # volumetric heat capacity
param T_air : K       = 293
param h     : W/m^2/K = 60                      # of the truth

state T : K = 353 in [200, 500]

closure q(T) : W/m^2 {
  input (T - T_air)/30[K]
  net   mlp(hidden: [12, 12], activation: tanh, scale: 2000)
  pin   q(T_air) = 0
}

equation T:
  rho_c*ddt(T) = div(k*grad(T))

boundary {
  x = min: symmetry
  x = max: -k*dn(T) = q
}

numerics {
  time  crank_nicolson(damped: 2)               # the flux begins with a jump
  solve newton(tol: 1e-10)
}

truth {
  q = h*(T - T_air)
  solve with sdirk2 step 0.1
}

cases 6 {
  T = 323 + 10*case
  train 0, 2, 4   validate 1   test 3, 5
}

observe T at t = 5, 15, 30
report  T at t = 15, 30, 60

train {
  loss   mse(T)
  lbfgs(memory: 20)
  epochs 150
}
