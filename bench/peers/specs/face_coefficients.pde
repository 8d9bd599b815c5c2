# Transport and diffusion whose coefficients belong to faces: velocities and a
# diffusivity that vary from cell to cell, taken to the faces.
model face_coefficients

domain {
  x in [0, 1] cells 128
  y in [0, 1] cells 64
  t in [0, 1] step 1e-5
}

field vx = sin(2*pi*x)*cos(2*pi*y)
field vy = cos(2*pi*x)*sin(2*pi*y)
field k  = 0.001*(2 + sin(2*pi*x)*sin(2*pi*y))

state phi = 1 + 0.5*sin(2*pi*x)*sin(4*pi*y)

equation phi:
  ddt(phi) + div(upwind_face, [vx, vy]*phi) = div(k*grad(phi))

boundary { x: periodic   y: periodic }
numerics { time forward_euler }
