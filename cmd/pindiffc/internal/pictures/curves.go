package pictures

import "github.com/pindiff/pindiffc/runtime/plot"

// Curves of training: the loss of every epoch, and the validation error, a
// fraction, of those epochs that have one.
type Curves struct {
	Epochs          []float64
	Loss            []float64
	ValidatedEpochs []float64
	Validation      []float64
	Exact           *float64 // error with the true closures, a fraction, drawn as a dashed line
}

// Draw writes the figure.
func (c Curves) Draw(file string) error {
	row := []plot.Chart{{
		Title: "training loss", XLabel: "epoch", YLabel: "loss", LogY: true,
		Lines: []plot.Line{{X: c.Epochs, Y: c.Loss}},
	}}
	if len(c.Validation) > 0 {
		percent := make([]float64, len(c.Validation))
		for i, v := range c.Validation {
			percent[i] = 100 * v
		}
		chart := plot.Chart{
			Title: "validation error", XLabel: "epoch", YLabel: "relative L1 (%)", LogY: true,
			Lines: []plot.Line{{Name: "learned closures", X: c.ValidatedEpochs, Y: percent, Colour: 2}},
		}
		if c.Exact != nil {
			x := []float64{c.Epochs[0], c.Epochs[len(c.Epochs)-1]}
			chart.Lines = append(chart.Lines, plot.Line{Name: "exact closures", X: x, Y: []float64{100 * *c.Exact, 100 * *c.Exact}, Dashed: true, Colour: 7})
		}
		row = append(row, chart)
	}
	return plot.SaveCharts(file, [][]plot.Chart{row})
}
