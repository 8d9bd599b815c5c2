package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// trained is what a run directory says of its run.
type trained struct {
	dir      string
	observed float64 // the last time that was observed, SI

	Errors []struct {
		State string   `json:"state"`
		Time  float64  `json:"time"`
		L1    float64  `json:"relative_l1"`
		NRMSE *float64 `json:"nrmse"`
		Exact *float64 `json:"exact_l1"`
	} `json:"errors"`
	Closures  []law   `json:"closures"`
	Pointwise []law   `json:"pointwise"`
	Seconds   float64 `json:"training_seconds"`
	Stats     struct {
		Memory float64 `json:"peak_memory_mb"`
	} `json:"stats"`
}

// law is how far a learned closure is from the true one.
type law struct {
	Name    string   `json:"name"`
	L2      *float64 `json:"relative_l2"`
	Visited []struct {
		Argument string  `json:"argument"`
		Min      float64 `json:"min"`
		Max      float64 `json:"max"`
	} `json:"visited"`
}

// readRuns reads what `train -seeds` wrote below dir.
func readRuns(dir string, seeds int) ([]trained, error) {
	var all []trained
	for n := 1; n <= seeds; n++ {
		t := trained{dir: filepath.Join(dir, fmt.Sprintf("seed-%d", n))}
		if err := readJSON(filepath.Join(t.dir, "result.json"), &t); err != nil {
			return nil, err
		}
		var config struct {
			Observe []struct {
				Times []float64 `json:"times"`
			} `json:"observe"`
		}
		if err := readJSON(filepath.Join(t.dir, "config.json"), &config); err != nil {
			return nil, err
		}
		for _, o := range config.Observe {
			t.observed = max(t.observed, o.Times[len(o.Times)-1])
		}
		all = append(all, t)
	}
	return all, nil
}

func readJSON(path string, v any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
