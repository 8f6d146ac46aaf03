// policy.toml: one section per member of lifecycle::Rules.
#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/json.h"
#include "catalogue/compile.h"
#include "catalogue/policy_values.h"

namespace baobei::catalogue {
namespace {

using lifecycle::Rules;

// A value as policy.toml has it, into a member of Rules; empty: it fits, else what is wrong.
std::string into(const Node& node, Duration& out) {
  if (node.kind != Node::Kind::kString) return "a duration such as \"7d\" is expected";
  const auto value = parse_duration(node.text);
  if (!value) return value.error().message;
  if (*value <= Duration::zero()) return "a duration above zero is expected";
  out = *value;
  return {};
}

std::string into(const Node& node, std::uint32_t& out) {
  constexpr std::int64_t kMost = 1'000'000;
  if (node.kind != Node::Kind::kInteger) return "a whole number is expected";
  if (node.integer < 0 || node.integer > kMost) return "the number is out of range";
  out = static_cast<std::uint32_t>(node.integer);
  return {};
}

std::string into(const Node& node, bool& out) {
  if (node.kind != Node::Kind::kBoolean) return "true or false is expected";
  out = node.boolean;
  return {};
}

std::string into(const Node& node, std::string& out) {
  if (node.kind != Node::Kind::kString) return "a string is expected";
  out = node.text;
  return {};
}

std::string into(const Node& node, std::vector<std::string>& out) {
  if (node.kind != Node::Kind::kArray) return "a list of strings is expected";
  out.clear();
  for (const auto& item : node.items) {
    if (item.kind != Node::Kind::kString || item.text.empty()) return "a string is expected";
    out.push_back(item.text);
  }
  return {};
}

std::string written(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kString:
      return node.text;
    case Node::Kind::kInteger:
      return std::to_string(node.integer);
    case Node::Kind::kBoolean:
      return node.boolean ? "true" : "false";
    case Node::Kind::kArray: {
      std::string all;
      for (const auto& item : node.items) all += (all.empty() ? "" : ", ") + written(item);
      return all;
    }
    default:
      return {};
  }
}

class PolicyReader {
 public:
  PolicyReader(Reader& root, const Document& document, Faults& faults, Data& data)
      : root_(root), document_(document), faults_(faults), data_(data) {}

  template <typename T>
  void read(const char* name, T& out, const T& builtin) {
    const auto* section = root_.table(name);
    if (section == nullptr) {
      if (!root_.has(name)) root_.fault(root_.line(), fmt::format("'[{}]' is missing", name));
      return;
    }
    Reader row(*section, document_.name, faults_);
    PolicyParameter parameter;
    parameter.name = name;
    parameter.value = value(row, *section, "value", out);
    check_zero(row, name, out);
    T documented = builtin;
    parameter.default_value = value(row, *section, "default", documented);
    if (documented != builtin) {
      row.fault(row.line_of("default"), "default: the software has another one");
    }
    parameter.rule = row.string("rule");
    check_rule(data_, parameter.rule, row.line_of("rule"), document_.name, faults_);
    parameter.mark = row.mark("mark");
    parameter.title = row.text("title");
    row.finish();
    data_.policy.parameters.push_back(std::move(parameter));
  }

 private:
  template <typename T>
  std::string value(Reader& row, const Node& section, const char* key, T& out) {
    const auto* node = row.any(key);
    if (node == nullptr) {
      row.fault(section.line, fmt::format("'{}' is missing", key));
      return {};
    }
    if (const auto wrong = into(*node, out); !wrong.empty()) {
      row.fault(node->line, fmt::format("{}: {}", key, wrong));
    }
    return written(*node);
  }

  // Nothing is a number of some parameters alone.
  void check_zero(Reader& row, const char* name, const std::uint32_t& out) {
    const auto* limits = policy_row(name);
    if (out > 0 || limits == nullptr || limits->least == 0) return;
    row.fault(row.line_of("value"), "value: the number is out of range");
  }
  template <typename T>
  void check_zero(Reader&, const char*, const T&) {}

  Reader& root_;
  const Document& document_;
  Faults& faults_;
  Data& data_;
};

// What one parameter means for another.
void check_policy(Reader& root, const Document& document, const Data& data, Faults& faults) {
  const auto& rules = data.policy.rules;
  const auto fault = [&](const char* section, const std::string& message) {
    const auto* node = document.root.find(section);
    faults.add(document.name, node == nullptr ? 1 : node->line, message);
  };
  if (rules.silence_share_max > lifecycle::kFullShare) {
    fault("silence_share_max", "silence_share_max: more than 10000, which is everybody");
  }
  if (rules.sampling_share > lifecycle::kFullShare) {
    fault("sampling_share", "sampling_share: more than 10000, which is everybody");
  }
  if (rules.filing_end_warning >= rules.filing_period) {
    fault("filing_end_warning", "filing_end_warning: it is not shorter than the filing period");
  }
  if (rules.take_down_warning >= rules.take_down_grace_max) {
    fault("take_down_warning", "take_down_warning: it is not shorter than the longest grace");
  }
  const auto& office = rules.overseas_authority;
  if (!office.empty() &&
      std::ranges::find(data.regions, office, &Region::code) == data.regions.end()) {
    fault("overseas_authority", fmt::format("overseas_authority: '{}' is not a region", office));
  }
  const bool both_known =
      data.effective_from != Instant() && data.policy.effective_from != Instant();
  if (both_known && data.policy.effective_from > data.effective_from) {
    faults.add(document.name, root.line_of("effective_from"),
               "effective_from: later than the catalogue's own");
  }
}

}  // namespace

void read_policy(const Document& document, Faults& faults, Data& data) {
  static const Rules kBuiltin;
  Reader root(document.root, document.name, faults);
  auto& rules = data.policy.rules;
  rules.version = root.string("version");
  data.policy.effective_from = root.instant("effective_from");
  PolicyReader reader(root, document, faults, data);
  boost::mp11::mp_for_each<boost::describe::describe_members<Rules, boost::describe::mod_public>>(
      [&](auto member) {
        constexpr std::string_view kVersion = "version";
        if (member.name == kVersion) return;
        reader.read(member.name, rules.*member.pointer, kBuiltin.*member.pointer);
      });
  root.finish();
  check_policy(root, document, data, faults);
}

}  // namespace baobei::catalogue
