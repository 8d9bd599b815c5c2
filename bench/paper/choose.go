package main

import (
	"flag"
	"fmt"
	"regexp"
)

var sectionPattern = flag.String("section", "", "write only the sections whose title matches this `regexp`")

// chosen are the sections that are asked for.
func chosen(all []section) ([]section, error) {
	r, err := regexp.Compile(*sectionPattern)
	if err != nil {
		return nil, fmt.Errorf("-section: %w", err)
	}
	var out []section
	for _, s := range all {
		if r.MatchString(s.title) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("-section: no title matches %q", *sectionPattern)
	}
	return out, nil
}
