-- What a round came to, as one line that the shell reads. A script that judges answers counts those that are wrong.
local threads = {}
function setup(thread)
	table.insert(threads, thread)
end
function done(summary, latency, requests)
	local errors = summary.errors
	local wrong = 0
	for _, thread in ipairs(threads) do
		wrong = wrong + (tonumber(thread:get("wrong")) or 0)
	end
	io.write(string.format("RESULT requests=%d micros=%d p50=%d p99=%d max=%d bytes=%d errors=%d\n",
		summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, summary.bytes,
		errors.connect + errors.read + errors.write + errors.status + errors.timeout + wrong))
end
