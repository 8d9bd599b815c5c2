# A thin film: fourth order with two conditions on each wall, a flux and what the
# flow carries out, a learned mobility of the slope.
model film

domain {
  x in [0, 1] cells 12
  t in [0, 0.01] step 0.001
}

param g = 0.3

state h = 1 + 0.2*x
state c = x

closure m(h, s) = mlp(hidden: [5])

equation h:
  ddt(h) = -lap(lap(h)) + g*m(h, norm(grad(h)))

equation c:
  ddt(h*c) + div(vanleer, [h]*c) = div(g*grad(c))

boundary {
  x = min: h = 1
  x = min: dn(dn(h)) = 0
  x = max: dn(h) = 0
  x = max: dn(dn(dn(h))) = 0
  x = min: flux(c) = -0.1*c
  x = max: c: outflow
}
