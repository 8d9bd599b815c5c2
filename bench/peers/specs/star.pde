# A linear star stencil.
model star

domain {
  x in [0, 1] cells 128
  y in [0, 1] cells 64
  t in [0, 1] step 1e-4
}

param kappa = 1
state u = sin(2*pi*x)*sin(2*pi*y)
equation u: ddt(u) = div(kappa*grad(u))
boundary { x: periodic   y: periodic }
numerics { time backward_euler }
