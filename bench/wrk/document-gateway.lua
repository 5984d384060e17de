dofile(os.getenv("BENCH_HOME") .. "/wrk/result.lua")
local documents = tonumber(os.getenv("DOCUMENTS"))
local headers = { ["Content-Type"] = "application/json" }
function request()
	return wrk.format("POST", "/api/mcp/resource", headers, '{"uri": "documents://' .. math.random(documents) .. '"}')
end
