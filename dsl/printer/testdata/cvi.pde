# Thermal-gradient chemical vapour infiltration of a carbon-fibre preform.
model cvi
language 1

domain {
  x : mm in [-10, 10] cells 128
  y : mm in [0, 10]   cells 64
  t : h  in [0, 144]  step 1
}

const R  : J/mol/K = 8.314462618
param A  : m/s     = 1.35
param Ea : J/mol   = 126e3
param p  : Pa      = 20e3 trainable positive

state yg  : 1 = 0.10                            # precursor mole fraction
state T   : K = 1173
state eps : 1 = 0.60 in (0, 1]                  # porosity

closure Sv(eps) : 1/m {
  input  log(eps)/2 + 1
  net    mlp(hidden: [16, 16], activation: tanh)
  output eps*softplus                           # -> 0 where the pores close
  pin    Sv(eps0) = Sv0                         # known surface of the fresh preform
}

let c    = p/(R*T)
let rate = A*exp(-Ea/(R*T))*Sv*c*yg             # mol/m^3/s
let hot  = where(T >= 1200[K], T/1[K], 0)^-2

equation yg:  ddt(eps*c*yg) = div(harmonic, c*Deff*grad(yg)) - rate
equation T:   rhocp*ddt(T)  = div(harmonic, lambda*grad(T)) - dH*rate
equation eps: ddt(eps)      = -q*Mc/rho_m*rate

boundary {
  y = max: yg = y_gas, T = T_gas
  x = min: yg = y_gas, T = T_gas
  x = max: yg = y_gas, T = T_gas
  y = min: dn(yg) = 0, T = T_hot
  face(c*Deff), face(lambda): zero_gradient     # the cell's own coefficient on a boundary face
}                                               # eps has no spatial derivative, so it needs none
