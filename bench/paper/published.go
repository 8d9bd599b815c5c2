package main

// Figures of the paper, D. Akhare, P. Du, T. Luo, J.-X. Wang, CMAME 446, 118280
// (2025), for the reader to compare with; nothing here was measured. Memory in MB
// and seconds on their GPU, 200 epochs (advection-diffusion) or 100 (Burgers).

// publishedCost is a row of the paper's table of costs. Checkpointed figures are
// those of the implicit method with checkpoints, 0 where there is none.
type publishedCost struct {
	step                             string
	memory, checkpointed             int
	seconds, checkpointedSeconds     int
	burgers, burgersCheckpointed     int
	burgersSeconds, burgersCkSeconds int
}

var publishedCosts = []publishedCost{
	{"explicit, 1e-4", 35266, 0, 90, 0, 34240, 0, 40, 0},
	{"1e-4", 35266, 4546, 108, 127, 34246, 2498, 351, 460},
	{"2e-4", 18882, 2498, 67, 78, 17862, 2498, 188, 224},
	{"5e-4", 5570, 1474, 42, 45, 9670, 1474, 99, 118},
	{"1e-3", 3522, 1474, 32, 34, 5060, 1474, 66, 75},
	{"2e-3", 2498, 1474, 30, 31, 3010, 962, 33, 39},
}

// publishedHorizon is memory in MB at a horizon, without and with checkpoints.
type publishedHorizon struct {
	horizon              string
	advdiff, advdiffCk   int
	burgers, burgersCkpt int
}

var publishedHorizons = []publishedHorizon{
	{"0.2", 1788, 1018, 2816, 1022}, {"0.4", 2818, 1024, 4870, 1028}, {"0.8", 5134, 1548, 8980, 1040},
}

// publishedError is what the paper reports for trained models at t = 0.2 on
// held-out trajectories, advection-diffusion, relative L1 in per cent.
var publishedErrors = [][2]string{
	{"Crank-Nicolson, step 1e-2", "0.168 - 0.176"}, {"forward Euler, step 1e-3", "0.29 - 0.32"}, {"forward Euler, step 1e-2", "1.92 - 2.02"},
}

// publishedTrained is the middle of the first of them, to be drawn.
const publishedTrained = 0.172
