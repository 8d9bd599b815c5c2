# Heat that is carried along the gradient of a potential: closures of every kind,
# an algebraic state, a nonlinear mass, a learned law at a wall.
model slab

domain {
  x in [0, 1] cells 16
  y in [0, 2] cells 12
  t in [0, 0.1] step 0.01
}

param k = 0.5
param T_inf = 0.2
param eps0 = 0.4
param Sv0 = 2

state T = 1 + 0.3*sin(pi*x) in (0, 10]
state p

closure q(s) = mlp(hidden: [8])
closure Sv(eps) {
  input  log(eps)/2 + 1
  net    mlp(hidden: [6, 6], activation: tanh)
  output eps*softplus
  pin    Sv(eps0) = Sv0
}
closure f(T) = mlp(hidden: [4])

equation T:
  (1 + T)*ddt(T) = div(k*grad(T)) - div([dx(p), dy(p)]*T) - Sv(T)*T + f + lag(f)

equation p:
  0 = lap(p) + T - 1

boundary {
  y: periodic
  x = min: -k*dn(T) = q(T - T_inf)
  x = max: T = 1 + 0.1*t
  x = min: dn(p) = 0
  x = max: p = 0
}

numerics { time backward_euler }
