# Labels by an explicit scheme, beyond the limit of diffusion.
model t1
domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}
param k = 1 trainable
state u = sin(2*pi*x)
closure s(u) = mlp(hidden: [4])
equation u: ddt(u) = k*lap(u) + s
boundary { x: periodic }
numerics { precision float64 }
truth {
  k = 1
  s = -u
}
