# Flow of an incompressible fluid in the plane, as vorticity w and stream function psi.
#
#     dw/dt + div(v w) = nu lap(w),    v = (d psi/dy, -d psi/dx),    0 = lap(psi) + w
#
# psi has no time derivative: it follows w at every instant. It is determined up
# to a constant, and its mean is set to zero. Taylor and Green's vortices keep
# their shape and decay:
#
#     w = 2 cos(x) cos(y) exp(-2 nu t),    psi = w/2
#
# Source: G. I. Taylor and A. E. Green, Proc. R. Soc. A 158, 499 (1937).
model taylor_green

domain {
  x in [0, 6.283185307179586] cells 48
  y in [0, 6.283185307179586] cells 48
  t in [0, 2]                 step 0.05
}

param nu = 0.1                                  # kinematic viscosity

state w = 2*cos(x)*cos(y)                       # vorticity
state psi                                       # stream function

let v = [dy(psi), -dx(psi)]                     # velocity

equation w:
  ddt(w) + div(central, v*w) = nu*lap(w)
equation psi:
  0 = lap(psi) + w

boundary { x: periodic   y: periodic }

numerics {
  time  crank_nicolson
  solve newton(tol: 1e-9)
}

exact {
  w   = 2*cos(x)*cos(y)*exp(-2*nu*t)
  psi = cos(x)*cos(y)*exp(-2*nu*t)
}
