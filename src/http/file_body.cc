#include "http/file_body.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>

#include "base/file.h"
#include "base/text.h"

namespace baobei::http {
namespace {

class FileSource final : public BodySource {
 public:
  FileSource(Fd file, ByteRange range) : file_(std::move(file)), left_(range) {}

  Next next(std::string& out, std::size_t bytes_max) override {
    if (left_.bytes == 0) return Next::kEnd;
    out.resize(std::min<std::uint64_t>(bytes_max, left_.bytes));
    if (!pread_exactly(file_.get(), out, left_.from)) return Next::kBroken;
    left_.from += out.size();
    left_.bytes -= out.size();
    return Next::kBytes;
  }
  void wait(std::function<void()> wake) override { wake(); }

 private:
  Fd file_;
  ByteRange left_;
};

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

bool is_listed(std::string_view header, std::string_view etag) {
  for (const auto& one : split(header, ',')) {
    auto candidate = trim(one);
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == "*" || candidate == etag) return true;
  }
  return false;
}

OrProblem<std::optional<ByteRange>> range_of(std::string_view header, std::uint64_t bytes) {
  constexpr std::string_view kUnit = "bytes=";
  const auto outside = [&] {
    Problem problem(ProblemCode::kRangeNotThere);
    problem.headers.push_back({"Content-Range", "bytes */" + std::to_string(bytes)});
    return std::unexpected(std::move(problem));
  };
  if (!header.starts_with(kUnit)) return std::nullopt;
  const auto text = trim(header.substr(kUnit.size()));
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto first = number_of(trim(text.substr(0, dash)));
  const auto last = number_of(trim(text.substr(dash + 1)));
  const bool from_start = !trim(text.substr(0, dash)).empty();
  const bool to_end = trim(text.substr(dash + 1)).empty();
  if (from_start && first && (last || to_end)) {
    if (last && *last < *first) return std::nullopt;
    if (*first >= bytes) return outside();
    const auto end = last ? std::min(*last, bytes - 1) : bytes - 1;
    return ByteRange{*first, end - *first + 1};
  }
  if (from_start || !last) return std::nullopt;
  if (*last == 0 || bytes == 0) return outside();
  const auto count = std::min(*last, bytes);
  return ByteRange{bytes - count, count};
}

OrProblem<Response> file_response(const Head& head, const std::string& path, const Digest& digest) {
  TRY_ASSIGN(Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto bytes, size_of(file.get()));
  const auto etag = "\"" + to_hex(digest) + "\"";
  Response response;
  response.content_type = "application/octet-stream";
  response.headers.push_back({"ETag", etag});
  response.headers.push_back({"Accept-Ranges", "bytes"});
  if (is_listed(head.header("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  const auto if_range = head.header("If-Range");
  const bool in_part = if_range.empty() || if_range == etag;
  TRY_ASSIGN(const auto wanted, range_of(in_part ? head.header("Range") : "", bytes));
  const ByteRange range = wanted.value_or(ByteRange{0, bytes});
  if (wanted) {
    response.status = 206;
    response.headers.push_back({"Content-Range", "bytes " + std::to_string(range.from) + "-" +
                                                     std::to_string(range.from + range.bytes - 1) +
                                                     "/" + std::to_string(bytes)});
  }
  response.source_bytes = range.bytes;
  response.source = std::make_shared<FileSource>(std::move(file), range);
  return response;
}

}  // namespace baobei::http
