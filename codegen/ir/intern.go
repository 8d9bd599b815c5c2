package ir

import "math/rand/v2"

// interned finds nodes by their content: open addressing with linear probing, a power of
// two in size and at most half full. It is the compiler's busiest map, and several
// times faster than one of Go's with a key of this size.
type interned struct {
	slots []ID // one more than the ID of the node there, 0: empty
	used  int
	seed  uint64 // another one for each graph, so that no text can make its nodes collide
}

// find returns the ID of n in nodes, or the free slot where it belongs.
func (t *interned) find(nodes []Node, n *Node) (id ID, slot int, ok bool) {
	if len(t.slots) == 0 {
		t.slots, t.seed = make([]ID, 1<<10), rand.Uint64()
	}
	mask := uint64(len(t.slots) - 1)
	for i := n.hash(t.seed) & mask; ; i = (i + 1) & mask {
		at := t.slots[i]
		if at == 0 {
			return 0, int(i), false
		}
		if nodes[at-1] == *n {
			return at - 1, int(i), true
		}
	}
}

// add puts the ID of a new node, the last of nodes, to its slot.
func (t *interned) add(nodes []Node, id ID, slot int) {
	t.slots[slot] = id + 1
	if t.used++; 2*t.used < len(t.slots) {
		return
	}
	t.slots = make([]ID, 2*len(t.slots))
	for i := range nodes {
		_, slot, _ := t.find(nodes, &nodes[i])
		t.slots[slot] = ID(i) + 1
	}
}

// hash mixes all that distinguishes a node (with the constants of splitmix64).
func (n *Node) hash(seed uint64) uint64 {
	h := seed ^ uint64(n.Op) | uint64(n.Sym.Role)<<8 | uint64(n.Sym.Variant)<<16 | uint64(n.Sym.Index)<<32
	h = mix(mix(h) ^ n.Bits)
	h = mix(h ^ uint64(uint32(n.X)) ^ uint64(uint32(n.Y))<<32)
	return mix(h ^ uint64(uint32(n.Z)) ^ uint64(uint16(n.Off[0]))<<16 ^ uint64(uint16(n.Off[1]))<<32 ^ uint64(uint16(n.Off[2]))<<48)
}

func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
