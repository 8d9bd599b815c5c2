package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// checkpoint reads what is kept of a run for its reverse: `all`, or
// `revolve(slots: 8, disk: 100)`, or `revolve(bytes: 64e6)`.
func (c *checker) checkpoint(n *model.Numerics, e ast.Expr) {
	name, ok := c.choice(e, checkpoints, "checkpoint")
	if !ok {
		return
	}
	n.Checkpoint = name
	call, ok := e.(*ast.Call)
	if !ok {
		return
	}
	if name != "revolve" {
		c.fail("E0603", call.Span, "`%s` takes no arguments", name)
		return
	}
	for _, a := range call.Args {
		c.fail("E0603", place(a), "the arguments of `%s` have names", name).help("write `revolve(slots: 8)`")
		return
	}
	keys := []string{"slots", "bytes", "disk"}
	args, ok := c.arguments(call, keys, "E0601")
	if !ok {
		return
	}
	if args["slots"] != nil && args["bytes"] != nil {
		c.fail("E0603", place(args["bytes"]), "`bytes` and `slots` say the same").
			note(place(args["slots"]), "the slots are here").help("leave one of them out")
		return
	}
	for _, key := range keys {
		if args[key] != nil {
			n.Spans["checkpoint."+key] = place(args[key])
		}
	}
	if x := args["slots"]; x != nil {
		n.Slots, _ = c.integer(x, 1, maxKept, "E0603", "`slots`")
	}
	if x := args["bytes"]; x != nil {
		n.Bytes, _ = c.real(x, minBytes, maxBytes, false, "E0603", "`bytes`")
	}
	if x := args["disk"]; x != nil {
		n.Disk, _ = c.integer(x, 1, maxKept, "E0603", "`disk`")
	}
}

// checkpoint of a setting; what belongs to another choice is forgotten.
func (o *overriding) checkpoint() {
	before := o.raw.Checkpoint
	o.choose(&o.raw.Checkpoint, checkpoints)
	if o.raw.Checkpoint != before {
		o.raw.Slots, o.raw.Bytes, o.raw.Disk = 0, 0, 0
	}
}

// revolves says whether there is a schedule that slots, bytes and disk belong to.
func (o *overriding) revolves() bool {
	if o.raw.Checkpoint == "revolve" {
		return true
	}
	o.fail("the checkpoints are `%s`", o.raw.Checkpoint).help("set `checkpoint=revolve`, too")
	return false
}

func (o *overriding) slots() {
	if o.revolves() {
		o.raw.Bytes = 0
		o.integer(&o.raw.Slots, 1, maxKept)
	}
}

func (o *overriding) bytes() {
	if !o.revolves() {
		return
	}
	x, ok := o.number(plain)
	switch {
	case !ok:
	case x < minBytes || x > maxBytes:
		o.fail("out of range").help("it must be from %g to %g", minBytes, maxBytes)
	default:
		o.raw.Slots, o.raw.Bytes = 0, x
	}
}

func (o *overriding) disk() {
	if o.revolves() {
		o.integer(&o.raw.Disk, 0, maxKept)
	}
}
