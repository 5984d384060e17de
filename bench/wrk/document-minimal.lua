dofile(os.getenv("BENCH_HOME") .. "/wrk/result.lua")
local documents = tonumber(os.getenv("DOCUMENTS"))
function request()
	return wrk.format("GET", "/documents/" .. math.random(documents))
end
