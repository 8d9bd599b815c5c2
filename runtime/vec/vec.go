package vec

// Float is the two element types; exact, so that a type switch on a slice is complete.
type Float interface{ float32 | float64 }
