model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

closure k(x, t) = siren(hidden: [8], hyper: hypernetwork(x, hidden: [8], latent: 4))

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
