-- Sends whole HTTP requests, made beforehand, in turn; prints what came of it as one JSON line.
-- Arguments: the file with the requests, and where the counter starts.

local requests, counted, turn, count = {}, false, 0, 0

function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   count = tonumber(arguments[2])
   while true do
      local size = file:read("*n")
      if not size then break end
      file:read(1)
      local text = file:read(size)
      counted = counted or text:find("@@@@@@@@@@", 1, true) ~= nil
      requests[#requests + 1] = text
   end
   file:close()
end

function request()
   turn = turn % #requests + 1
   if not counted then return requests[turn] end
   count = count + 1
   return (requests[turn]:gsub("@@@@@@@@@@", string.format("%010d", count)))
end

function done(summary, latency, _)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "seconds": %.6f, "bytes": %d, "failed": %d, "p50": %.3f, "p99": %.3f}\n',
      summary.requests, summary.duration / 1e6, summary.bytes,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
