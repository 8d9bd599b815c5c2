package report

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"

	"github.com/pindiff/pindiffc/runtime/job"
)

// Progress shows how far a run is. On a terminal it is one line that changes;
// elsewhere it is a line every Every, and the last.
type Progress struct {
	Every time.Duration // between plain lines, default 10 s

	w       io.Writer
	columns int // of the terminal; 0: no terminal
	now     func() time.Time

	bar   *progressbar.ProgressBar
	total int
	phase string
	last  time.Time // of the last plain line
	shown string    // the last plain line
}

// NewProgress writes to w, a terminal of so many columns, or none (0).
func NewProgress(w io.Writer, columns int) *Progress {
	return &Progress{Every: 10 * time.Second, w: w, columns: columns, now: time.Now}
}

// Phase ends what was shown and says what begins.
func (p *Progress) Phase(name string) {
	p.Clear()
	p.phase, p.last = name, p.now()
	fmt.Fprintln(p.w, name)
}

// Update shows progress within the phase.
func (p *Progress) Update(s *job.Progress) {
	if p.columns > 0 {
		p.draw(s)
		return
	}
	line := Line(s)
	if now := p.now(); now.Sub(p.last) >= p.Every || s.Done >= s.Total {
		if line != p.shown {
			fmt.Fprintf(p.w, "  %s\n", line)
			p.last, p.shown = now, line
		}
	}
}

// Clear removes a bar, so that something else can be printed.
func (p *Progress) Clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}

// Printf prints a line between updates.
func (p *Progress) Printf(format string, args ...any) {
	p.Clear()
	fmt.Fprintf(p.w, format+"\n", args...)
}

// frame is the columns of the percentage and what surrounds the bar.
const frame = 11

// width of the bar: what is left of the line, 80 columns of text first.
func (p *Progress) width() int { return min(max(p.columns-80-frame, 8), 24) }

func (p *Progress) draw(s *job.Progress) {
	if p.bar == nil || p.total != s.Total {
		p.Clear()
		p.total = s.Total
		p.bar = progressbar.NewOptions(s.Total,
			progressbar.OptionSetWriter(p.w),
			progressbar.OptionSetWidth(p.width()),
			progressbar.OptionSetTheme(progressbar.ThemeASCII),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionShowDescriptionAtLineEnd(),
		)
	}
	text := Line(s)
	if room := p.columns - p.width() - frame; utf8.RuneCountInString(text) > room {
		text = string([]rune(text)[:max(0, room)])
	}
	p.bar.Describe(text)
	_ = p.bar.Set(s.Done)
}

// Line is progress in words. What has a loss counts epochs.
func Line(s *job.Progress) string {
	parts, unit := []string{fmt.Sprintf("%d/%d", s.Done, s.Total)}, ""
	if s.Loss != nil {
		parts[0], unit = "epoch "+parts[0], " epochs"
		parts = append(parts, fmt.Sprintf("loss %.3e", *s.Loss))
	}
	if s.Validation != nil {
		parts = append(parts, "validation "+Percent(*s.Validation))
	}
	if s.SecondsLeft > 0 {
		parts = append(parts, Duration(time.Duration(s.SecondsLeft*float64(time.Second)))+" left")
	}
	if s.PerSecond > 0 {
		parts = append(parts, fmt.Sprintf("%.*f%s/s", decimals(s.PerSecond), s.PerSecond, unit))
	}
	return strings.Join(parts, "  ")
}
