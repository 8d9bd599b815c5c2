# Heat conduction in a wall: fixed temperature on one side, insulated on the other.
#
#     rho_c dT/dt = div(k grad T)
#
# The wall starts warm; its inner face is held at T_face. After a long time the
# whole wall is at T_face. The slowest mode decays as exp(-alpha (pi/2L)^2 t),
# alpha = k/rho_c. Backward Euler, because the start does not fit the boundary:
# Crank-Nicolson would let the first cells ring.
# Source: Carslaw and Jaeger, Conduction of Heat in Solids, 3.4.
model heat

domain {
  x : mm in [0, 200] cells 64
  t : h  in [0, 24]  step 0.25
}

param k      : W/m/K   = 0.8                    # conductivity of brick
param rho_c  : J/m^3/K = 1.4e6                  # volumetric heat capacity
param T_face : K       = 283                    # inner face

state T : K = 293

equation T:
  rho_c*ddt(T) = div(k*grad(T))

boundary {
  x = min: T = T_face
  x = max: dn(T) = 0
}

numerics {
  precision float64
  time      backward_euler
  solve     newton(tol: 1e-10)
}

# The slowest mode alone.
exact {
  T = T_face + 10[K]*sin(pi*x/400[mm])*exp(-k/rho_c*(pi/400[mm])^2*t)
}
