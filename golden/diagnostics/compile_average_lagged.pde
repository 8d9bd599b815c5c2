# The same at the start of the step.
model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state s = 0
state u = 1

equation s: ddt(s) = u
equation u: ddt(u) = div(lag(1 + s^2)*grad(u))

boundary {
  x = min: u = 1
  x = max: dn(u) = 0
}
