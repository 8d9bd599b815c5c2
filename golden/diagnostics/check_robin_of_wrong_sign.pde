model wall

domain {
  x : m in [0, 1] cells 16
  t : h in [0, 1] step 0.1
}

param k : W/m/K   = 0.5
param h : W/m^2/K = 10
param c : J/m^3/K = 1e6

state T : K = 300
state s : K = 290

equation T:
  c*ddt(T) = div(k*grad(T))
equation s:
  c*ddt(s) = div(k*grad(s))

boundary {
  x = min: k*dn(T) = h*(T - s)
  x = max: h*(T - 280[K])/2 - k*dn(T) = -h*s
  x = min: -k*dn(s) = h*(s - T)
  x = max: k*dn(s) = h*(T - s)*T/1[K]
}
