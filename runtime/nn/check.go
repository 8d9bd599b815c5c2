package nn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// maxWeights bounds the size of one network.
const maxWeights = 1 << 28

// check says what is wrong with a net whose closure has args arguments.
func check[T vec.Float](net Net, args int) error {
	if net.Kind != "mlp" && net.Kind != "siren" {
		return fmt.Errorf(`unknown kind of network %q; there are "mlp" and "siren"`, net.Kind)
	}
	if len(net.Hidden) == 0 {
		return errors.New("a network needs at least one hidden layer")
	}
	if err := checkInputs("network", net.In, args); err != nil {
		return err
	}
	if err := checkWidths("network", net.Hidden); err != nil {
		return err
	}
	if _, ok := activationByName[T](net.Activation); !ok && net.Kind == "mlp" {
		return fmt.Errorf("unknown activation %q", net.Activation)
	}
	if _, ok := outputByName[T](net.Output); !ok {
		return fmt.Errorf("unknown output map %q", net.Output)
	}
	for _, v := range []struct {
		name  string
		value float64
		ok    bool
	}{
		{"scale", net.Scale, net.Scale != 0 && finite(net.Scale)},
		{"offset", net.Offset, finite(net.Offset)},
		{"w0", net.W0, net.Kind != "siren" || net.W0 > 0 && finite(net.W0)},
		{"w_hidden", net.WHidden, net.Kind != "siren" || net.WHidden > 0 && finite(net.WHidden)},
	} {
		if !v.ok {
			return fmt.Errorf("%s of a network cannot be %g", v.name, v.value)
		}
	}
	if net.Hyper != nil {
		return checkHyper[T](*net.Hyper, args)
	}
	return nil
}

func checkHyper[T vec.Float](h Hyper, args int) error {
	if err := checkInputs("hypernetwork", h.In, args); err != nil {
		return err
	}
	if err := checkWidths("hypernetwork", append(slices.Clone(h.Hidden), h.Latent)); err != nil {
		return err
	}
	if _, ok := activationByName[T](h.Activation); !ok {
		return fmt.Errorf("unknown activation %q of a hypernetwork", h.Activation)
	}
	return nil
}

func checkInputs(what string, in []int, args int) error {
	if len(in) == 0 {
		return fmt.Errorf("a %s needs at least one input", what)
	}
	for i, a := range in {
		if a < 0 || a >= args {
			return fmt.Errorf("input %d of a %s is argument %d of %d", i, what, a, args)
		}
		if slices.Contains(in[:i], a) {
			return fmt.Errorf("argument %d enters a %s twice", a, what)
		}
	}
	return nil
}

func checkWidths(what string, widths []int) error {
	previous := 1
	for i, w := range widths {
		if w < 1 || w > maxWeights/previous {
			return fmt.Errorf("layer %d of a %s cannot have width %d", i, what, w)
		}
		previous = w
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
