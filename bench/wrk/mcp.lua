-- One request of MCP again and again, each with an id of its own, which a session needs. The shell says in MCP_BODY
-- and MCP_HEADERS what is sent, with @ID for the id, and in MCP_ANSWER, when answers are to be compared, the file of the
-- one to the first id. Ids, and so the answers, are all of one length.
dofile(os.getenv("BENCH_HOME") .. "/wrk/result.lua")
local FIRST, LAST = 1000000, 9999999
local body = os.getenv("MCP_BODY"):gsub("@ID", tostring(FIRST))
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json, text/event-stream" }
for name, value in (os.getenv("MCP_HEADERS") or ""):gmatch("([^:\n]+): ([^\n]*)") do
	headers[name] = value
end
local id = FIRST
local before, after

function init()
	local whole = wrk.format("POST", "/mcp", headers, body)
	local from, to = whole:find('"id":' .. FIRST, 1, true)
	before, after = whole:sub(1, from + 4), whole:sub(to + 1)
end

function request()
	id = id < LAST and id + 1 or FIRST
	return before .. id .. after
end

wrong = 0
local file = os.getenv("MCP_ANSWER")
if file and file ~= "" then
	local answer = io.open(file, "rb"):read("*a")
	local from, to = answer:find('"id":' .. FIRST, 1, true)
	local head, tail = answer:sub(1, from + 4), answer:sub(to + 1)
	function response(status, headers, body)
		if status ~= 200 or #body ~= #answer or body:sub(1, #head) ~= head or body:sub(-#tail) ~= tail then
			wrong = wrong + 1
		end
	end
end
