# A closure of a definition that holds the closure.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
let a = f*u
closure f(a) = mlp(hidden: [8])

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - a

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
