#include "yaml.h"

#include <yaml-cpp/yaml.h>

namespace baobei::api {
namespace {

constexpr const char* kPlain = "?";  // the tag of a scalar without quotes

json::value scalar_of(const YAML::Node& node) {
  if (node.Tag() != kPlain) return json::value(node.Scalar());
  if (bool flag = false; YAML::convert<bool>::decode(node, flag) &&
                         (node.Scalar() == "true" || node.Scalar() == "false")) {
    return json::value(flag);
  }
  if (std::int64_t number = 0; YAML::convert<std::int64_t>::decode(node, number)) {
    return json::value(number);
  }
  if (double number = 0; YAML::convert<double>::decode(node, number)) return json::value(number);
  return json::value(node.Scalar());
}

json::value value_of(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Map: {
      json::object object;
      for (const auto& member : node) object[member.first.Scalar()] = value_of(member.second);
      return object;
    }
    case YAML::NodeType::Sequence: {
      json::array array;
      for (const auto& item : node) array.push_back(value_of(item));
      return array;
    }
    case YAML::NodeType::Scalar:
      return scalar_of(node);
    default:
      return nullptr;
  }
}

}  // namespace

Result<json::value> read_yaml(std::string_view text) {
  try {
    return value_of(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    return fail(ErrorKind::kInvalid, error.what());
  }
}

}  // namespace baobei::api
