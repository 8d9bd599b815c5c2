# Chemical vapour infiltration of a dense carbon preform in a furnace of one temperature.
#
#     d(eps c y)/dt = div(c D_eff grad y) - rate        precursor, mole fraction y
#     rho_cp dT/dt  = div(lambda grad T) - dH rate      temperature
#     d eps/dt      = -q (M_C/rho_m) rate               porosity
#     rate          = k(T) S_v(eps) c y                 mol/m^3/s
#
# The model is that of cvi.pde, which see, with gas and heat on three sides and a
# plane of symmetry below. The temperature is the furnace's but for the heat that the
# reaction releases.
#
# What to expect: the surface seals; mean porosity .23 after 24 h, and .098 from 96 h on.
# Source of the conditions: W. Benzinger and K. J. Huettinger, Carbon 37, 941 (1999).
model cvi_dense

domain {
  x : mm in [-10, 10] cells 128
  y : mm in [0, 10]   cells 64
  t : h  in [0, 144]  step 1
}

const R     : J/mol/K = 8.314462618
const M_C   : kg/mol  = 0.012011
const M_gas : kg/mol  = 0.02604                 # C2H2 -> 2 C + H2
const rho_f : kg/m^3  = 1800                    # fibre
const rho_m : kg/m^3  = 2000                    # deposited matrix
const r_f   : um      = 4.65                    # fibre radius
const n_C             = 2                       # carbon atoms per molecule

param p     : Pa    = 20e3                      # pressure
param A     : m/s   = 1.35                      # rate of deposition
param Ea    : J/mol = 126e3
param dH    : J/mol = -226.7e3                  # heat of reaction, released
param eps0  : 1     = 0.60                      # porosity of the fresh preform
param y_gas : 1     = 0.10                      # gas side
param T_gas : K     = 1373                      # of the furnace

state yg  : 1 = y_gas                           # mole fraction of the precursor
state T   : K = T_gas in (0, 4000)
state eps : 1 = eps0  in (0, 1)                 # porosity

closure Sv(eps) : 1/m {
  input  log(eps)/2 + 1
  net    mlp(hidden: [16, 16], activation: tanh)
  output eps*softplus*1e5                       # no walls where there are no pores
  pin    Sv(eps0) = (2*eps0/r_f)*sqrt(log(eps0)*log(eps0))
}

let c    = p/(R*T)                              # of the gas
let k    = A*exp(-Ea/(R*T))
let rate = k*Sv*c*yg

# Diffusion in the pores: molecular and Knudsen in series, each with its tortuosity.
let tau  = T/1[K]
let D_F  = 1.8e-5[m^2/s]*(tau/298.15)^1.75*(101325[Pa]/p)
let r_p  = 2*eps/Sv                             # pore radius
let D_K  = 2/3*r_p*sqrt(8*R*T/(pi*M_gas))
let Deff = 1/(1/(eps^(5/3)*D_F) + 1.444/(eps^2*D_K))

# Heat conduction and capacity: gas, fibre, deposited matrix.
let l_g    = (1.5207e-11*tau^3 - 4.8574e-8*tau^2 + 1.0184e-4*tau - 3.9333e-4)*1[W/m/K]
let l_f    = (1.1176 - 6.217e-4*tau + 8.3e-7*tau^2)*1[W/m/K]
let l_m    = (-3.466 + 0.0271*tau - 2.05e-5*tau^2 + 5.3e-9*tau^3)*1[W/m/K]
let lambda = eps*l_g + (1 - eps0)*l_f + (eps0 - eps)*l_m
let cp_s   = (-42.4678 + 2.8516*tau - 0.001*tau^2)*1[J/kg/K]
let rho_cp = ((1 - eps0)*rho_f + (eps0 - eps)*rho_m)*cp_s

equation yg:  ddt(eps*c*yg) = div(harmonic, c*Deff*grad(yg)) - rate
equation T:   rho_cp*ddt(T) = div(harmonic, lambda*grad(T)) - dH*rate
equation eps: ddt(eps)      = -n_C*M_C/rho_m*rate

boundary {
  y = max: yg = y_gas, T = T_gas
  x = min: yg = y_gas, T = T_gas
  x = max: yg = y_gas, T = T_gas
  y = min: dn(yg) = 0, dn(T) = 0
  face(c*Deff), face(lambda): zero_gradient     # a boundary face has its own cell's coefficient
}

numerics {
  time  backward_euler
  solve newton(tol: 1e-8)
}

# Growing random fibres.
truth {
  Sv = (2*eps/r_f)*sqrt(log(eps0)*log(eps))
  solve with backward_euler step 1
}

# Without learning: fibres of fixed radius, as in the textbooks.
baseline {
  Sv = -(2/r_f)*eps*log(eps)
}

# Five runs of the furnace to learn from, five to judge by. All share eps0, on which
# S_v depends.
cases 10 {
  T_gas = list(1223, 1260.5, 1298, 1335.5, 1373, 1240, 1270, 1300, 1330, 1360)
  y_gas = list(0.11, 0.14, 0.08, 0.125, 0.095, 0.10, 0.085, 0.13, 0.12, 0.09)
  train 0..4   test 5..9
}

# Porosity alone, as a plant would have it.
observe eps at t = 12, 24, 48, 72, 96, 120, 144
report  eps at t = 12, 24, 48, 72, 96, 120, 144

train {
  loss   mse(eps)/var(eps)
  lbfgs(memory: 30)
  epochs 200
}
