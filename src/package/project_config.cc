#include "package/project_config.h"

namespace baobei::package {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::optional<boost::json::object> read_project_config(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  boost::json::parse_options options;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  boost::system::error_code error;
  auto config = boost::json::parse(text, error, {}, options);
  if (error || !config.is_object()) return std::nullopt;
  return std::move(config.get_object());
}

}  // namespace baobei::package
