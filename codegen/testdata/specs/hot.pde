# Heat in a plane whose conductivity is dear, a learned law and powers among its factors:
# what kernels compute once for each cell and read at several. One axis is periodic.
model hot

domain {
  x in [0, 1] cells 12
  y in [0, 1] cells 9
  t in [0, 0.1] step 0.01
}

param E = 0.6
param k0 = 0.3

state T = 1 + 0.3*x in (0, 10]
state c = 1

closure f(c) = mlp(hidden: [5])

let k = k0*exp(-E/T)*(c^2 + 0.1)^1.75/(1 + f^2)

equation T:
  ddt(T) = div(harmonic, k*grad(T)) + k*c

equation c:
  ddt(exp(c)*T) + div(upwind, [exp(T), log(1 + c^2)]*c) = div(lag(k)*grad(c))

boundary {
  x: periodic
  y = min: dn(T) = k*(1 - T), c = 1
  y = max: T = 1, dn(c) = 0
  face(k): zero_gradient
}
