-- SPDX-License-Identifier: GPL-3.0-or-later
-- For wrk: people who click on an ad, each with an fbclid of their own and what their phone's browser sends. The same
-- bytes go to every peer. Prints one line that redirect.sh and scale.sh read.

local bit = require("bit")
local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

local head, tail
local scattered = 0ULL -- A linear congruential generator: no number comes twice.

function init(args)
   local path = args[1] or "/go/bench"
   head = "GET " .. path .. "?utm_source=FB&utm_medium=paid&utm_campaign=Black+Friday%7C120210000000000001"
      .. "&utm_content=ad-7%7C120210000000000007&utm_term=Instagram_Stories&fbclid=IwAR2"
   tail = string.format("NhZW0BMABhZGk%d", os.time() * 10 + number)
      .. "QQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk_aem_bench HTTP/1.1\r\n"
      .. "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
      .. "Connection: keep-alive\r\n"
      .. "Upgrade-Insecure-Requests: 1\r\n"
      .. "User-Agent: Mozilla/5.0 (Linux; Android 13; SM-A546E Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, "
      .. "like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 Instagram 312.1.0.34.111 Android\r\n"
      .. "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
      .. "Sec-Fetch-Site: cross-site\r\n"
      .. "Sec-Fetch-Mode: navigate\r\n"
      .. "Sec-Fetch-Dest: document\r\n"
      .. "Referer: https://l.instagram.com/\r\n"
      .. "Accept-Encoding: gzip, deflate\r\n"
      .. "Accept-Language: pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7\r\n"
      .. "Cookie: _fbp=fb.1.1700000000000.1234567890\r\n\r\n"
end

-- A fbclid comes in no order: each is at another place of an index than the last.
function request()
   scattered = scattered * 6364136223846793005ULL + 1442695040888963407ULL
   return head .. bit.tohex(scattered) .. tail
end

function done(summary, latency, requests)
   local errors = summary.errors
   print(string.format("bench %.0f %.3f %.3f %d %d %.3f", summary.requests / (summary.duration / 1e6),
      latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout, latency.max / 1000))
end
