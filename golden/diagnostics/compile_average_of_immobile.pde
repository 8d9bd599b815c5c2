# A coefficient of a state that does not move needs a rule at the walls.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state s = 0
state u = 1

let k = exp(-s)

equation s: ddt(s) = u
equation u: ddt(u) = div(2*k*grad(u))

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
