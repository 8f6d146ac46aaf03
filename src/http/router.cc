#include "http/router.h"

#include <algorithm>

namespace baobei::http {
namespace {

constexpr std::size_t kSegmentsMax = 8;    // of a pattern
constexpr std::size_t kPathPartsMax = 64;  // of a request; longer ones are no path of ours
constexpr std::string_view kRest = "{path}";

// Of "/v1/apps": {"v1", "apps"}; empty where there are more than kPathPartsMax.
std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  if (!path.starts_with('/')) return segments;
  path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    if (segments.size() == kPathPartsMax) return {};
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

bool fits(std::span<const std::string_view> pattern, std::span<const std::string_view> segments) {
  return std::ranges::equal(pattern, segments, [](std::string_view wanted, std::string_view got) {
    return is_parameter(wanted) ? !got.empty() : wanted == got;
  });
}

// The decoded rest of a path; nothing for an empty part, or for one that would be read otherwise
// by whatever takes it as a file's name.
std::optional<std::string> rest_of(std::span<const std::string_view> segments) {
  std::string rest;
  for (const auto segment : segments) {
    const auto part = percent_decode(segment);
    if (!part || part->empty()) return std::nullopt;
    rest += (rest.empty() ? "" : "/") + *part;
  }
  return rest;
}

void add_allowed(std::string& allow, Method method) {
  if (!allow.empty()) allow += ", ";
  allow += name(method);
  if (method == Method::kGet) allow += ", HEAD";
}

}  // namespace

Router::Router(std::span<const Route> routes, bool with_sandbox) : by_length_(kPathPartsMax + 1) {
  for (const auto& route : routes) {
    if (route.access == Access::kSandbox && !with_sandbox) continue;
    Row row{&route, segments_of(route.pattern), false};
    CHECK(row.segments.size() <= kSegmentsMax, std::string(route.pattern));
    if (row.segments.back() == kRest) {
      row.segments.pop_back();
      row.takes_rest = true;
      with_rest_.push_back(std::move(row));
    } else {
      by_length_[row.segments.size()].push_back(std::move(row));
    }
  }
}

// Notes the row's method, and fills the match where it is the wanted one. False where the path
// cannot be decoded.
bool Router::take(const Row& row, Method wanted, const std::vector<std::string_view>& segments,
                  Match& match) const {
  add_allowed(match.allow, row.route->method);
  if (row.route->method != wanted || match.route != nullptr) return true;
  for (std::size_t i = 0; i < row.segments.size(); ++i) {
    if (!is_parameter(row.segments[i])) continue;
    auto value = percent_decode(segments[i]);
    if (!value || value->find('/') != std::string::npos) return false;
    match.params.push_back(std::move(*value));
  }
  if (row.takes_rest) {
    auto rest = rest_of(std::span(segments).subspan(row.segments.size()));
    if (!rest) return false;
    match.params.push_back(std::move(*rest));
  }
  match.route = row.route;
  return true;
}

Router::Match Router::find(Method method, std::string_view path) const {
  Match match;
  const auto segments = segments_of(path);
  const auto wanted = method == Method::kHead ? Method::kGet : method;
  for (const auto& row : by_length_[segments.size()]) {
    if (fits(row.segments, segments) && !take(row, wanted, segments, match)) return {};
  }
  const bool exact = !match.allow.empty();
  for (const auto& row : with_rest_) {
    if (exact || segments.size() <= row.segments.size()) continue;
    const auto start = std::span(segments).first(row.segments.size());
    if (fits(row.segments, start) && !take(row, wanted, segments, match)) return {};
  }
  if (!match.allow.empty()) match.allow += ", OPTIONS";
  return match;
}

}  // namespace baobei::http
