// A stored file as an answer: whole or one range of it, never in memory as a whole.
// Threads: pure but for the file that is opened; the source belongs to its session.
#pragma once

#include <string>

#include "base/bytes.h"
#include "http/message.h"
#include "http/problem.h"

namespace baobei::http {

struct ByteRange {
  std::uint64_t from = 0;
  std::uint64_t bytes = 0;
};

// The one range that a Range header asks for of so many bytes. Nothing where the whole is to be
// sent: no header, another unit, several ranges, or nonsense (RFC 9110 lets a server do so);
// kRangeNotThere where it lies outside.
OrProblem<std::optional<ByteRange>> range_of(std::string_view header, std::uint64_t bytes);

// Does an If-None-Match header name this ETag?
bool is_listed(std::string_view header, std::string_view etag);

// 200 or 206 with `digest` as its ETag, 304 where the client has it already, 416. The file is kept
// open until it is sent.
OrProblem<Response> file_response(const Head& head, const std::string& path, const Digest& digest);

}  // namespace baobei::http
