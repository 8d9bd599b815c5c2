# Long waves in a channel whose bottom nobody has surveyed.
#
#     d eta/dt + dq/dx = 0
#     dq/dt + d(q^2/h)/dx = -g h d eta/dx          h = h0 + eta - b
#
# eta is the height of the surface above its level at rest, q the flow per width,
# h the depth and b the height of the bottom above its usual level. Over a flat
# bottom small waves run with the speed sqrt(g h). The bottom, a function of place
# alone, is learned from the surface that passing waves show: where it rises, they
# slow down and throw back a part.
#
# Written for eta, water at rest stays at rest over any bottom, the initial states
# tell nothing of b, and b itself is what can be learned. Written for h the bottom
# enters by its slope alone, and is determined up to a constant. What limits it is
# the step: a network makes up for the error of a coarser one by a wrong bottom.
# Source: J. J. Stoker, Water Waves, 1957, 10.
model shallow_water

domain {
  x : m in [0, 100] cells 100
  t : s in [0, 20]  step 0.1
}

param g  : m/s^2 = 9.81
param h0 : m     = 2                            # depth at rest over b = 0

state eta : m     = 0
state q   : m^2/s = 0

closure b(x) : m = siren(hidden: [24, 24], w0: 4, scale: 0.5)

let h = h0 + eta - b

equation eta:
  ddt(eta) + div([q]) = 0
equation q:
  ddt(q) + div([q^2/h]) = -g*h*dx(eta)

boundary { x: periodic }

numerics { time rk4 }

truth {
  b = 0.4[m]*exp(-((x - 60[m])/12[m])^2)
  solve with rk4 step 0.02
}

# A heap of water that falls apart into two waves.
cases 6 {
  eta = 0.05[m]*exp(-((x - 10[m] - 15[m]*case)/8[m])^2)
  train 0, 2, 4   validate 1   test 3, 5
}

observe eta at t = 2, 4, 6, 8
report  eta at t = 4, 8, 16

train {
  loss   mse(eta)/var(eta)
  lbfgs(memory: 30)
  epochs 300
}
