# Burgers' equation, upwind.
model burgers_upwind

domain {
  x in [0, 1] cells 128
  y in [0, 1] cells 64
  t in [0, 1] step 1e-3
}

param nu = 0.001
state u = sin(2*pi*x)*sin(2*pi*y)
equation u: ddt(u) + div(upwind, [u/2, u/2]*u) = div(nu*grad(u))
boundary { x: periodic   y: periodic }
numerics { time backward_euler }
