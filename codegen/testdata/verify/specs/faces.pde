# Coefficients of fluxes that are held: two solutes share a flow and diffuse between
# walls, with a trainable field, a closure and a param in what the fluxes make of them.
model faces

domain {
  x in [0, 1] cells 12
  y in [0, 1] cells 10
  t in [0, 0.03] step 0.01
}

param a = 0.3
field m = 1 + 0.2*cos(2*pi*x)*y trainable positive
closure v(x, y) = mlp(hidden: [4], scale: 0.1)

let w = 1.5 + v + 0.3*sin(2*pi*x)*cos(pi*y)
let k = 0.02*m + a*0.01*x

state c = 1 + 0.3*sin(2*pi*x)*cos(pi*y)
state d = 0.5 + 0.2*cos(2*pi*x)

equation c: ddt(c) + div(upwind_face, [w, a*w]*c) = div(harmonic, k*grad(c)) - 0.2*c*d
equation d: ddt(d) + div(upwind_face, [w, a*w]*d) = div(harmonic, k*grad(d)) + 0.2*c*d

boundary {
  x: periodic
  y = min: c = 1, d: symmetry
  y = max: c: symmetry, d: outflow
  face(k), face(w): zero_gradient
}

numerics {
  precision float64
  time crank_nicolson
}
