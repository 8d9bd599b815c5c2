# Cells of different lengths are not part of the language.
model bar

domain {
  x in [0, 1] cells 16 graded 1.1
  t in [0, 1] step 0.1
}

state u = 1

equation u:
  ddt(u) = lap(u)

boundary { x: periodic }
