# Everything that a coupled system of chemistry, heat and pores is made of.
model coupled

domain {
  x : mm in [-10, 10] cells 32
  y : mm in [0, 10]   cells 16
  t : h  in [0, 144]  step 1
}

const R      : J/mol/K = 8.314462618
param A      : m/s     = 1.35
param Ea     : J/mol   = 126e3
param p      : Pa      = 20e3
param Deff   : m^2/s   = 1e-5
param rhocp  : J/m^3/K = 1e6
param lambda : W/m/K   = 2
param dH     : J/mol   = 1e5
param q      : m^3/mol = 1e-5
param eps0   : 1       = 0.6
param Sv0    : 1/m     = 1e4
param T_gas  : K       = 1173
param h      : W/m^2/K = 20

state yg  : 1 = 0.10
state T   : K = 1173
state eps : 1 = 0.60 in (0, 1]
state psi : V

closure Sv(eps) : 1/m {
  input  log(eps)/2 + 1
  net    mlp(hidden: [16, 16], activation: tanh)
  output eps*softplus
  pin    Sv(eps0) = Sv0
}
closure loss(s : K)     : W/m^2 = mlp(hidden: [8], output: softplus, scale: 100)
closure mob(T, t, x, p)         = mlp(hidden: [4], hyper: hypernetwork(t, p, hidden: [4], latent: 2))
closure both(Sv, eps)           = mlp(hidden: [4])
closure slow(T) : 1/s {
  net    mlp(hidden: [4], output: sigmoid)
  output softplus(net) + 1
  pin    slow(300) = 2
}

let c    = p/(R*T)
let rate = A*exp(-Ea/(R*T))*Sv*c*yg

equation yg:
  ddt(eps*c*yg) = div(harmonic, c*Deff*grad(yg)) - rate
equation T:
  rhocp*(1 + mob)*ddt(T) = div(harmonic, lambda*grad(T)) - dH*rate
equation eps:
  ddt(eps) + ddt(2*eps) = -q*rate*both - slow*lag(slow)/1[1/s]
equation psi:
  0 = div(T/1[K]*grad(psi)) - 1[V/m^2]*yg

boundary {
  y = max: yg = 0.1, T = T_gas
  x = min: yg = 0.1, T = T_gas
  x = max: yg = eps*0.1, -lambda*dn(T) = loss(T - T_gas) + h*(T - T_gas)
  y = min: flux(yg) = 0, dn(T) = 5
  x: psi: symmetry
  y: psi = 0
  face(c*Deff), face(lambda*eps): zero_gradient
}
