package parse

// Codes of syntax errors; codes_explain.go tells their stories.
const (
	codeText        = "E0101"
	codeSize        = "E0102"
	codeNesting     = "E0103"
	codeNumber      = "E0104"
	codeRange       = "E0105"
	codeString      = "E0106"
	codeStray       = "E0107"
	codeHeader      = "E0110"
	codeDeclaration = "E0111"
	codeName        = "E0112"
	codeReserved    = "E0113"
	codeExpression  = "E0114"
	codeMissing     = "E0115"
	codeUnit        = "E0116"
	codeBracket     = "E0117"
	codeBlock       = "E0118"
	codeItem        = "E0119"
	codeExtra       = "E0120"
	codeCompare     = "E0121"
	codeAttribute   = "E0122"
	codeArgument    = "E0123"
)
