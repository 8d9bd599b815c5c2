# The same in one dimension, between walls.
model wire

domain {
  x in [0, 1] cells 23
  t in [0, 0.1] step 0.01
}

param E = 0.6

state T = 1 + 0.3*x in (0, 10]

closure f(T) = mlp(hidden: [5])

equation T:
  ddt(T^2) = div(harmonic, exp(-E/T)*sqrt(1 + f^2)*grad(T)) - div(vanleer, [tanh(E*T)*cosine]*T)

let cosine = cos(T)

boundary {
  x = min: T = 1
  x = max: dn(T) = 0.1
}
