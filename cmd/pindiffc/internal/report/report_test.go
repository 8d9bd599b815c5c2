package report

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/job"
)

func TestWords(t *testing.T) {
	require.Equal(t, "17 B", Bytes(17))
	require.Equal(t, "1.5 KiB", Bytes(1536))
	require.Equal(t, "120 MiB", Bytes(120<<20))
	require.Equal(t, "0.4 s", Duration(400*time.Millisecond))
	require.Equal(t, "3:51", Duration(231*time.Second))
	require.Equal(t, "1:02:03", Duration(3723*time.Second))
	require.Equal(t, "0.104 %", Percent(0.00104))
}

func TestTableAligns(t *testing.T) {
	var b strings.Builder
	Table(&b, &job.Table{
		Title: "errors", Columns: []string{"time", "t = 0.05", "t = 0.10"},
		Rows:  [][]string{{"learned", "0.10 %", "0.2 %"}, {"exact", "0.05 %", "0.11 %"}},
		Notes: []string{"mean over cases"},
	})
	require.Equal(t, strings.Join([]string{
		"errors",
		"  time     t = 0.05  t = 0.10",
		"  learned    0.10 %     0.2 %",
		"  exact      0.05 %    0.11 %",
		"  mean over cases", ""}, "\n"), b.String())
}

func TestChecks(t *testing.T) {
	var b strings.Builder
	Checks(&b, []job.Check{
		{Name: "dot product", Detail: "apply", Value: 1e-14, Limit: 1e-12, Verdict: "pass"},
		{Name: "taylor", Detail: "the loss is linear along this direction", Verdict: "skipped"},
	})
	lines := strings.Split(b.String(), "\n")
	require.Equal(t, "pass     dot product  apply       1e-14       1e-12", lines[0])
	require.Equal(t, "skipped  taylor       the loss is linear along this direction", lines[1])
}

func TestPlainProgressIsRateLimited(t *testing.T) {
	var b strings.Builder
	p := NewProgress(&b, 0)
	clock := time.Unix(0, 0)
	p.now = func() time.Time { return clock }
	p.Phase("training")
	loss, val := 1.25e-4, 0.0031
	for i := 1; i <= 100; i++ {
		clock = clock.Add(time.Second)
		p.Update(&job.Progress{Done: i, Total: 100, Loss: &loss, Validation: &val, PerSecond: 1, SecondsLeft: float64(100 - i)})
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, 11)
	require.Equal(t, "training", lines[0])
	require.Equal(t, "  epoch 10/100  loss 1.250e-04  validation 0.31 %  1:30 left  1.0 epochs/s", lines[1])
	require.Equal(t, "  epoch 100/100  loss 1.250e-04  validation 0.31 %  1.0 epochs/s", lines[10])
}

func TestBarFitsTheTerminal(t *testing.T) {
	var b strings.Builder
	p := NewProgress(&b, 80)
	loss := 1.0
	for i := range 4 {
		p.Update(&job.Progress{Done: i, Total: 3, Loss: &loss, PerSecond: 2, SecondsLeft: 9999})
		time.Sleep(110 * time.Millisecond)
	}
	p.Printf("end")
	require.Contains(t, b.String(), "loss 1.000e+00")
	require.True(t, strings.HasSuffix(b.String(), "end\n"))
	for _, frame := range strings.FieldsFunc(b.String(), func(r rune) bool { return r == '\r' || r == '\n' }) {
		require.LessOrEqual(t, len([]rune(frame)), 80)
	}
}
