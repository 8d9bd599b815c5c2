# Long waves in a channel whose bottom nobody has surveyed.
#
#     dh/dt + dq/dx = 0
#     dq/dt + d(q^2/h + g h^2/2)/dx = -g h db/dx
#
# h is the depth, q the flow per width, b the height of the bottom. Over a flat
# bottom small waves run with the speed sqrt(g h). The bottom, a function of
# place alone, is learned from the surface that passing waves show.
# Source: J. J. Stoker, Water Waves, 1957, 10.
model shallow_water

domain {
  x : m in [0, 100] cells 100
  t : s in [0, 20]  step 0.1
}

param g  : m/s^2 = 9.81
param h0 : m     = 2                            # depth of the water at rest over b = 0

state h : m     = 2 in (0, 10]
state q : m^2/s = 0

closure b(x) : m = mlp(hidden: [24, 24], scale: 0.5)

equation h:
  ddt(h) + div([q]) = 0
equation q:
  ddt(q) + div([q^2/h + g*h^2/2]) = -g*h*dx(b)

boundary { x: periodic }

numerics {
  time  crank_nicolson
  solve newton(tol: 1e-8)
}

truth {
  b = 0.4[m]*exp(-((x - 60[m])/12[m])^2)
  solve with rk4 step 0.02
}

cases 6 {
  h = h0 - 0.4[m]*exp(-((x - 60[m])/12[m])^2) + 0.05[m]*exp(-((x - 10[m] - 15[m]*case)/6[m])^2)
  train 0, 2, 4   validate 1   test 3, 5
}

observe h at t = 4, 8
report  h at t = 4, 8, 16

train {
  loss   mse(h)
  lbfgs(memory: 20)
  epochs 150
}
