package runner

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
)

// sample reads the peak resident memory while the process lives. The resource
// usage that the system gives at the end is no substitute: on Linux it starts
// from this program's own peak, which the child has until it executes.
func (p *process) sample() {
	if runtime.GOOS != "linux" {
		return
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return
	}
	if peak := vmHWM(status); peak > 0 {
		p.mu.Lock()
		p.peak = max(p.peak, peak)
		p.mu.Unlock()
	}
}

// peakRSS is the largest resident memory seen, in bytes; 0 if unknown. What the
// solver itself reports in its last event (peak_memory_mb) counts too.
func (p *process) peakRSS() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	peak := p.peak
	if mb, ok := p.last.Stats["peak_memory_mb"].(float64); ok {
		peak = max(peak, int64(mb*(1<<20)))
	}
	return peak
}

// vmHWM finds the line "VmHWM: n kB" in the text of /proc/PID/status.
func vmHWM(status []byte) int64 {
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		f := bytes.Fields(lines.Bytes())
		if len(f) == 3 && string(f[0]) == "VmHWM:" {
			kb, err := strconv.ParseInt(string(f[1]), 10, 64)
			if err != nil {
				return 0
			}
			return kb << 10
		}
	}
	return 0
}
