package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/model"
)

// TestParamsInDataFiles: an array that is named like a param looks as if it were used.
func TestParamsInDataFiles(t *testing.T) {
	m := &model.Model{Params: []*model.Symbol{{Name: "k"}, {Name: "c"}}}
	notes := paramNotes(m, []string{"c", "other"})
	require.Len(t, notes, 1)
	require.Contains(t, notes[0], "write its values into `cases`, `c = list(...)`")
	require.Empty(t, paramNotes(m, nil))
}
