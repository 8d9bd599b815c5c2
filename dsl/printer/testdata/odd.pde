#first
	# second, after a tab


model   odd   # trailing

# before a block


domain { # opens

  # inside
  x in [ 0,
     1 ] cells 16
  t in [0,1] steps [ # the steps
     0.1,0.2 , # early
     # own line
     0.3
     , 0.4,
  ]

  # last inside

} # closes
             
domain {}
cases 3 {
}
boundary { x:periodic y : periodic }
boundary { x = min : u=0,  # low
    dn(u)=1   z: phi : symmetry
  x=max:outflow } # x
param a=1 # one
          # goes on
          # and on
param long_name:W/m/K=2[ W / m / K ] in [0,1) trainable positive       # two
    # not aligned
param c : J mol^-1 K^(-1/2) = 25%
let f=a*
  b+c
   - d # minus
equation u :
  ddt( u )
     + u # term
     # another
     = -u^2^-3   *  (1+2)
equation v: 0 = where(a<b,"text # no comment",[ ])
closure g( x , # first
  t ) = mlp( hidden : [1,
             2], activation:
      tanh,
)
closure h() {}
closure k(x) { net mlp(hidden: [3])   output x }
closure l(x) {
net mlp(a, b, key: -1) # n
pin l(0)=1
}
train { loss a/b
  adam ( rate : 1 )
adam(rate: 1e-3, schedule: constant(25%) then cosine(
   to: 1e-3
   ))
}
truth { solve with rk4 step 1e-3
  f = 1 }
cases 4+5 { u=0 train 0..4,7 , 9..10 test 5..9   # the rest
  validate 11 }
observe u at t=0.1, 0.2,
   0.3 from "u_obs"
report u
observe v from "v"

# the end
