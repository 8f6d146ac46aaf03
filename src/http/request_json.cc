#include "http/request_json.h"

#include <algorithm>
#include <charconv>

#include "engine/salted_text.h"

namespace baobei::http {
namespace {

constexpr std::string_view kReviewTag = "\"review-";

bool is_plain_text(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
}

bool is_id_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

Result<lifecycle::TextRef> Words::keep(std::string kind, const std::string& text,
                                       std::string pointer, Need need) {
  if (trim(text).empty()) {
    if (need == Need::kOptional) return lifecycle::TextRef{};
    return fail(ErrorKind::kInvalid, "words are required", std::move(pointer));
  }
  if (utf8_length(text) > kTextCharactersMax) {
    return fail(ErrorKind::kInvalid, "at most 4000 characters are taken", std::move(pointer));
  }
  if (!is_plain_text(text)) {
    return fail(ErrorKind::kInvalid, "control characters are not taken", std::move(pointer));
  }
  rows_.push_back(engine::salted_text(std::move(kind), text));
  return rows_.back().commitment;
}

Status check_id(const std::string& id, const std::string& pointer) {
  if (!id.empty() && id.size() <= kIdBytesMax && std::ranges::all_of(id, is_id_byte)) return {};
  return fail(ErrorKind::kInvalid, "1 to 64 letters, digits, '.', '_' or '-' are expected",
              pointer);
}

Status check_name(const std::string& name, const std::string& pointer) {
  const bool one_line = printable(name) == name;
  if (!trim(name).empty() && one_line && utf8_length(name) <= kNameCharactersMax) return {};
  return fail(ErrorKind::kInvalid, "1 to 100 printable characters are expected", pointer);
}

Result<Instant> read_instant(const std::string& text, const std::string& pointer) {
  auto instant = parse_rfc3339(text);
  if (!instant) return fail(ErrorKind::kInvalid, instant.error().message, pointer);
  return *instant;
}

std::string review_etag(lifecycle::Revision revision) {
  return std::string(kReviewTag) + std::to_string(revision) + "\"";
}

OrProblem<lifecycle::Revision> review_revision_of(const Head& head) {
  auto value = head.header("If-Match");
  if (value.empty()) return std::unexpected(Problem(ProblemCode::kIfMatchRequired));
  const auto wrong = [] {
    return std::unexpected(Problem(
        Error{ErrorKind::kInvalid, "one tag of the form \"review-7\" is expected", "If-Match"}));
  };
  if (!value.starts_with(kReviewTag) || !value.ends_with('"')) return wrong();
  value.remove_prefix(kReviewTag.size());
  value.remove_suffix(value.empty() ? 0 : 1);
  lifecycle::Revision revision = 0;
  const auto [stopped, error] =
      std::from_chars(value.data(), value.data() + value.size(), revision);
  if (error != std::errc() || stopped != value.data() + value.size()) return wrong();
  return revision;
}

}  // namespace baobei::http
