// project.config.json: where a project's program and plugin lie and what an upload leaves out. Written
// by the developer tools, with comments and trailing commas.
// Pure; any thread.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string_view>

namespace baobei::package {

inline constexpr std::string_view kProjectConfig = "project.config.json";

// Absent where the text is no JSON object.
std::optional<boost::json::object> read_project_config(std::string_view text);

}  // namespace baobei::package
