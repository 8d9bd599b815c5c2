# Donor-cell transport and diffusion from two arrays of velocities.
model donor_cell

domain {
  x in [0, 1] cells 128
  y in [0, 1] cells 64
  t in [0, 1] step 1e-5
}

param kappa = 0.001

field vx = sin(2*pi*x)*cos(2*pi*y)
field vy = cos(2*pi*x)*sin(2*pi*y)

state phi = 1 + 0.5*sin(2*pi*x)*sin(4*pi*y)

equation phi:
  ddt(phi) + div(upwind, [vx, vy]*phi) = div(kappa*grad(phi))

boundary { x: periodic   y: periodic }
numerics { time forward_euler }
