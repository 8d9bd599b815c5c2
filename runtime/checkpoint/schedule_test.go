package checkpoint

import (
	"container/heap"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestSchedules: every n up to 300 with every number of buffers, on the machine.
func TestSchedules(t *testing.T) {
	const most = 300
	table := recurrence(most, most)
	for n := 0; n <= most; n++ {
		for b := 4; b <= n+4; b++ { // more change nothing
			s := Storage{Buffers: b}
			c, err := New(n, s)
			require.NoError(t, err)
			m := newMachine(n, s)
			m.reached = n == 0
			require.NoError(t, m.run(c), "%d steps, %d buffers", n, b)
			require.Equal(t, c.Cost(), m.done, "%d steps, %d buffers", n, b)
			if slots := b - 3; n > 0 && slots <= most {
				require.LessOrEqual(t, m.done.Steps, table[slots][n]+1, "%d steps, %d slots", n, slots)
			}
			if b > n {
				require.Equal(t, n, m.done.Steps)
			}
		}
	}
}

// recurrence tabulates t(l,s) of the package's comment as [s][l].
func recurrence(n, most int) [][]int {
	t := make([][]int, most+1)
	for s := 1; s <= most; s++ {
		t[s] = make([]int, n+1)
		for l := 2; l <= n; l++ {
			t[s][l] = l * (l - 1) / 2
			for k := 1; s > 1 && k < l; k++ {
				t[s][l] = min(t[s][l], k+t[s-1][l-k]+t[s][k])
			}
		}
	}
	return t
}

// TestPublished: the figures of the recurrence for 1000 steps are bounds.
func TestPublished(t *testing.T) {
	for slots, bound := range map[int]int{5: 6285, 20: 2748, 40: 2098, 80: 1919} {
		c, err := New(1000, Storage{Buffers: slots + 3})
		require.NoError(t, err)
		require.LessOrEqual(t, c.Cost().Steps, bound)
		t.Logf("1000 steps, %d slots: %d executed, recurrence %d", slots, c.Cost().Steps, bound)
	}
}

// TestOptimal compares the executed steps with the shortest path through all
// states of the storage model.
func TestOptimal(t *testing.T) {
	for n := 1; n <= 13; n++ {
		for b := 4; b <= n+1; b++ {
			c, err := New(n, Storage{Buffers: b})
			require.NoError(t, err)
			require.Equal(t, shortest(n, b), c.Cost().Steps, "%d steps, %d buffers", n, b)
		}
	}
}

// position of the storage model: which states are in buffers, and where the
// reversal is.
type position struct {
	held uint32
	at   int
}

// shortest is the fewest steps that reverse n steps in b buffers, by Dijkstra's
// algorithm over positions. A step overwrites nothing, or any state but its own and
// the one in hand.
func shortest(n, b int) int {
	start := position{1, n}
	dist := map[position]int{start: 0}
	q := &queue{{start, 0}}
	for q.Len() > 0 {
		p := heap.Pop(q).(entry)
		if p.dist > dist[p.position] {
			continue
		}
		if p.at == 0 {
			return p.dist
		}
		visit := func(to position, d int) {
			if old, seen := dist[to]; !seen || d < old {
				dist[to] = d
				heap.Push(q, entry{to, d})
			}
		}
		if both := uint32(3) << (p.at - 1); p.held&both == both {
			visit(position{p.held, p.at - 1}, p.dist)
		}
		count := 0
		for k := range n + 1 {
			count += int(p.held >> k & 1)
		}
		for k := range n {
			if p.held>>k&1 == 0 || p.held>>(k+1)&1 == 1 {
				continue
			}
			grown := p.held | 1<<(k+1)
			if count < b {
				visit(position{grown, p.at}, p.dist+1)
				continue
			}
			for j := range n + 1 {
				if p.held>>j&1 == 1 && j != k && j != p.at {
					visit(position{grown &^ (1 << j), p.at}, p.dist+1)
				}
			}
		}
	}
	return -1
}

type entry struct {
	position
	dist int
}

type queue []entry

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].dist < q[j].dist }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(entry)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// TestTiers: two tiers on the machine, over sizes and costs of transfers.
func TestTiers(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 9, 17, 50, 97, 200} {
		for b := 4; b <= 12; b++ {
			for _, slots := range []int{1, 2, 3, 7, 50} {
				for _, w := range []float64{0, 5, 1000} {
					s := Storage{Buffers: b, Slots: slots, Write: w, Read: 2 * w}
					c, err := New(n, s)
					require.NoError(t, err)
					m := newMachine(n, s)
					require.NoError(t, m.run(c), "%d steps, %+v", n, s)
					waiting := c.Cost().Waiting
					m.done.Waiting = waiting
					require.Equal(t, c.Cost(), m.done, "%d steps, %+v", n, s)
					one, err := New(n, Storage{Buffers: b})
					require.NoError(t, err)
					require.LessOrEqual(t, float64(m.done.Steps)+waiting, float64(one.Cost().Steps))
				}
			}
		}
	}
}

// TestLong: a horizon of 100,000 steps in 64 MB of 128 x 64 float32 states is
// planned in an instant, and each step executed less than twice.
func TestLong(t *testing.T) {
	const n = 100_000
	begin := time.Now()
	s := Storage{Buffers: int(64e6) / (128 * 64 * 4)}
	c, err := New(n, s)
	require.NoError(t, err)
	planned := time.Since(begin)
	m := newMachine(n, s)
	require.NoError(t, m.run(c))
	require.Equal(t, c.Cost(), m.done)
	require.Less(t, m.done.Steps, 2*n)
	require.Less(t, planned, time.Second)
	t.Logf("%d buffers: %d executed steps, planned in %v", s.Buffers, m.done.Steps, planned)

	two, err := New(n, Storage{Buffers: 20, Slots: 1000, Write: 3, Read: 3})
	require.NoError(t, err)
	few, err := New(n, Storage{Buffers: 20})
	require.NoError(t, err)
	require.Less(t, two.Cost().Steps, few.Cost().Steps)
	require.Zero(t, two.Cost().Waiting)
}

func TestReset(t *testing.T) {
	s := Storage{Buffers: 6, Slots: 3}
	c, err := New(40, s)
	require.NoError(t, err)
	for range 7 {
		c.Next()
	}
	c.Reset()
	require.NoError(t, newMachine(40, s).run(c))
	c.Reset()
	require.Zero(t, testing.AllocsPerRun(3, func() {
		c.Reset()
		for _, ok := c.Next(); ok; _, ok = c.Next() {
		}
	}))
}

func TestErrors(t *testing.T) {
	for _, s := range []Storage{{Buffers: 3}, {Buffers: 5, Slots: -1}, {Buffers: 5, Write: math.NaN()}, {Buffers: 5, Read: -1}} {
		_, err := New(5, s)
		require.Error(t, err)
	}
	_, err := New(-1, Storage{Buffers: 5})
	require.Error(t, err)
}

// TestMachineFails: what a schedule must not do is noticed.
func TestMachineFails(t *testing.T) {
	for _, a := range []Action{
		{Kind: Advance, From: 0, To: 1, In: 0, Out: 0, Through: -1},
		{Kind: Advance, From: 0, To: 2, In: 0, Out: 1, Through: -1},
		{Kind: Advance, From: 1, To: 2, In: 0, Out: 1, Through: -1},
		{Kind: Reverse, From: 2, To: 3, In: 0, Out: 1},
		{Kind: Reverse, From: 1, To: 2, In: 0, Out: 1},
		{Kind: Load, From: 0, Out: 1, Slot: 0},
		{Kind: Store, From: 0, In: 0, Slot: 5},
		{Kind: Wait},
	} {
		require.Error(t, newMachine(3, Storage{Buffers: 3, Slots: 1}).do(a), "%v", a)
	}
}
