dofile(os.getenv("BENCH_HOME") .. "/wrk/result.lua")
wrk.method = "POST"
wrk.path = "/api/mcp/tool"
wrk.headers["Content-Type"] = "application/json"
-- 150 bytes.
wrk.body = '{"tool_name": "echo", "arguments": {"message": "' ..
	'the quick brown fox jumps over the lazy dog, and then it does so once more, and again, just a bit..' .. '"}}'
