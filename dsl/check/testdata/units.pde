# Units through every operator.
model units

domain {
  x : mm in [0, 200] cells 16
  t : h  in [0, 24]  step 0.5
}

const R    : J/mol/K = 8.314462618
const T0   : K       = 300
const p    : kPa     = 20
const v              = R*T0/p              # m^3/mol, by inference
const half : cm      = 2
param D    : mm^2/s  = 20 positive         # diffusivity
param a    : 1/s     = 1e-3 trainable in (0, 1[1/s]]
param eps  : 1       = 10 % in [0, 25 %]

state c : mol/m^3 = 1[mol/L]
state T : K       = T0 + 10[K]*sin(pi*x/1[m])

field w : mm/s = 1e-3[m/s]*exp(-x/half)

let ratio = sqrt(c*v)
let rate : mol/m^3/s = a*where(T > T0, c, 0)*min(ratio, 1, eps)

equation c: ddt(c) + div(upwind, [w]*c) = div(D*grad(c)) - rate
equation T: ddt(T) = D*lap(T) + norm(grad(T))*lag(w*c*v)*abs(ratio - 1)^0.5

boundary {
  x = min: c = 1e3, T = 300
  x = max: dn(c) = 0, dn(T) = -2
  face(D*x): value
}
