//go:build goexperiment.simd

#include "textflag.h"

// func fetch(at uintptr, lines int): into the second level
TEXT ·fetch(SB), NOSPLIT, $0-16
	MOVQ at+0(FP), AX
	MOVQ lines+8(FP), CX
more:
	PREFETCHT1 (AX)
	ADDQ $64, AX
	DECQ CX
	JG   more
	RET

// func stream(dst, src unsafe.Pointer, lines int): with 256 bits, which processors of 512 have too
TEXT ·stream(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ lines+16(FP), CX
more:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVNTPS Y0, (DI)
	VMOVNTPS Y1, 32(DI)
	ADDQ $64, SI
	ADDQ $64, DI
	DECQ CX
	JG   more
	VZEROUPPER
	RET

// func fence()
TEXT ·fence(SB), NOSPLIT, $0-0
	SFENCE
	RET
