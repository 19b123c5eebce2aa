-- Announces for wrk: wrk … -s http_tracker.lua URL -- HASHES [close]
-- HASHES: info-hashes in hex, one a line. 100,000 peers with ids and ports of their own, in torrents as popular as udp_tracker_load.c has them.
local peers = 100000
local requests = {}
local at = 0

local function escape(hex)
  return (hex:gsub("..", "%%%0"))
end

function init(args)
  local hashes = {}
  for line in io.lines(args[1]) do
    hashes[#hashes + 1] = line
  end

  local total, sums = 0, {}
  for i = 1, #hashes do
    total = total + 0.5 + math.exp(6.5 - 500 * (i - 1) / #hashes)
    sums[i] = total
  end

  math.randomseed(7)
  local tail = " HTTP/1.1\r\nHost: tracker.example.org:6969\r\nUser-Agent: libtorrent/2.0.8.0\r\nAccept-Encoding: gzip\r\nConnection: " .. (args[2] or "keep-alive") .. "\r\n\r\n"
  for i = 1, peers do
    local x, low, high = math.random() * total, 1, #hashes
    while low < high do
      local middle = math.floor((low + high) / 2)
      if sums[middle] < x then low = middle + 1 else high = middle end
    end

    local seed = math.random() < 0.75
    requests[i] = string.format("GET /announce?info_hash=%s&peer_id=-LT2080-%012d&port=%d&uploaded=0&downloaded=0&left=%d&corrupt=0&key=%08X&numwant=30&compact=1&no_peer_id=1%s",
      escape(hashes[low]), i, math.random(1024, 65535), seed and 0 or 50, math.random(0, 2147483647), (seed and "&event=completed" or "&event=started") .. tail)
  end
end

function request()
  at = at % peers + 1
  return requests[at]
end
