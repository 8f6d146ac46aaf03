#include "http/router.h"

#include <algorithm>

namespace baobei::http {
namespace {

constexpr std::size_t kSegmentsMax = 8;

// Of "/v1/apps": {"v1", "apps"}; empty where there are more than kSegmentsMax.
std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  if (!path.starts_with('/')) return segments;
  path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    if (segments.size() == kSegmentsMax) return {};
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

bool fits(const std::vector<std::string_view>& pattern,
          const std::vector<std::string_view>& segments) {
  return std::ranges::equal(pattern, segments, [](std::string_view wanted, std::string_view got) {
    return is_parameter(wanted) ? !got.empty() : wanted == got;
  });
}

void add_allowed(std::string& allow, Method method) {
  if (!allow.empty()) allow += ", ";
  allow += name(method);
  if (method == Method::kGet) allow += ", HEAD";
}

}  // namespace

Router::Router(std::span<const Route> routes, bool with_sandbox) : by_length_(kSegmentsMax + 1) {
  for (const auto& route : routes) {
    if (route.access == Access::kSandbox && !with_sandbox) continue;
    auto segments = segments_of(route.pattern);
    by_length_[segments.size()].push_back({&route, std::move(segments)});
  }
}

Router::Match Router::find(Method method, std::string_view path) const {
  Match match;
  const auto segments = segments_of(path);
  const auto wanted = method == Method::kHead ? Method::kGet : method;
  for (const auto& row : by_length_[segments.size()]) {
    if (!fits(row.segments, segments)) continue;
    add_allowed(match.allow, row.route->method);
    if (row.route->method != wanted || match.route != nullptr) continue;
    match.route = row.route;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (!is_parameter(row.segments[i])) continue;
      auto value = percent_decode(segments[i]);
      if (!value || value->find('/') != std::string::npos) return {};
      match.params.push_back(std::move(*value));
    }
  }
  if (!match.allow.empty()) match.allow += ", OPTIONS";
  return match;
}

}  // namespace baobei::http
