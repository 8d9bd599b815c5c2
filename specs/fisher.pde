# Fisher's equation: a population spreads into empty land and grows, and nobody
# knows the law of growth.
#
#     du/dt = D d2u/dx2 + f(u)
#
# With D = 1 and f = u(1 - u) there is a wave in closed form, which runs to the
# right with the speed 5/sqrt(6):
#
#     u = (1 + exp((x - x0)/sqrt(6) - 5 t/6))^-2
#
# The growth f is learned from what is seen of u. It is known to vanish where
# there is nothing: the pin. Source: M. J. Ablowitz and A. Zeppetella, Bull.
# Math. Biol. 41, 835 (1979).
model fisher

domain {
  x in [-20, 40] cells 120
  t in [0, 8]    step 0.1
}

param D = 1                                     # diffusivity

state u = (1 + exp(x/sqrt(6)))^(-2)

closure f(u) {
  net mlp(hidden: [16, 16], activation: tanh)
  pin f(0) = 0
}

equation u:
  ddt(u) = D*lap(u) + f

boundary {
  x = min: dn(u) = 0
  x = max: dn(u) = 0
}

numerics {
  time  crank_nicolson
  solve newton(tol: 1e-9)
}

truth {
  f = u*(1 - u)
  solve with sdirk2 step 0.02
}

# Waves that start at different places, and bumps that grow from different heights.
cases 8 {
  u = where(case < 4, (1 + exp((x + 3*case)/sqrt(6)))^(-2), 0.12*(case - 3)*exp(-((x - 10)/6)^2))
  train 0, 2, 4, 6   validate 1   test 3, 5, 7
}

observe u at t = 2, 4
report  u at t = 2, 4, 8

train {
  loss   mse(u)
  lbfgs(memory: 30)
  epochs 120
}

exact {
  u = (1 + exp(x/sqrt(6) - 5/6*t))^(-2)
}
