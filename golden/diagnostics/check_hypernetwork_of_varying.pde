# A hypernetwork takes what is the same everywhere.
model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
closure f(u, k) = mlp(hidden: [8], hyper: hypernetwork(k, hidden: [4], latent: 2))

state u = 1

equation u:
  ddt(u) = div(k*grad(u)) - f(u, x)

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
