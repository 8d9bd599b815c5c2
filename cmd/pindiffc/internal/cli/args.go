package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// singleDash lets long flags be written with one dash, as Go's own tools have
// them, or with two: -json, -set a=b, --set=a=b. One-letter flags and what is
// no flag of ours stay as they are, and so does everything after "--".
func singleDash(root *cobra.Command, args []string) []string {
	known := map[string]bool{"help": true}
	collect := func(f *pflag.Flag) { known[f.Name] = true }
	for _, c := range append(root.Commands(), root) {
		c.Flags().VisitAll(collect)
		c.PersistentFlags().VisitAll(collect)
	}
	out := make([]string, len(args))
	for i, arg := range args {
		if arg == "--" {
			copy(out[i:], args[i:])
			break
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && len(name) > 1 && known[name] {
			arg = "-" + arg
		}
		out[i] = arg
	}
	return out
}
