package emit

// Import paths of the runtime packages that generated code uses.
const (
	module      = "github.com/pindiff/pindiffc"
	pathFacade  = module + "/runtime/facade"
	pathKernel  = module + "/runtime/kernel"
	pathNN      = module + "/runtime/nn"
	pathSolver  = module + "/runtime/solver"
	pathVec     = module + "/runtime/vec"
	pathVerify  = module + "/runtime/verify"
	pathVersion = module + "/runtime/version"
)

// contract is the version of the runtime's contract that generated code follows
// (package runtime/version).
const contract = 5
