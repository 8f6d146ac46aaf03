#include "catalogue/policy_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace baobei::catalogue {
namespace {

using lifecycle::Rules;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kDay = 86'400;

constexpr std::array kRows = std::to_array<PolicyRow>({
    {"filing_period", PolicyForm::kDuration, 7 * kDay, 7 * kDay},
    {"filing_end_warning", PolicyForm::kDuration, kHour, 6 * kDay},
    {"review_due", PolicyForm::kDuration, kHour, 30 * kDay},
    {"developer_answer_limit", PolicyForm::kDuration, kDay, 180 * kDay},
    {"appeal_window", PolicyForm::kDuration, kDay, 365 * kDay},
    {"releasable_lapse", PolicyForm::kDuration, kDay, 730 * kDay},
    {"take_down_grace_max", PolicyForm::kDuration, 10 * kMinute, 7 * kDay},
    {"take_down_warning", PolicyForm::kDuration, kMinute, 6 * kDay},
    {"qualification_grace", PolicyForm::kDuration, kDay, 365 * kDay},
    {"qualification_warning", PolicyForm::kDuration, kDay, 365 * kDay},
    {"categories_max", PolicyForm::kCount, 1, 50},
    {"check_attempts_max", PolicyForm::kCount, 1, 20},
    {"silence_share_max", PolicyForm::kShare, 1, lifecycle::kFullShare},
    {"overseas_first_submission_files", PolicyForm::kFlag},
    {"silence_carries", PolicyForm::kFlag},
    {"door_closed_extends", PolicyForm::kFlag},
    {"second_signature_late_fail", PolicyForm::kFlag},
    {"second_signature_take_down", PolicyForm::kFlag},
    {"pass_onward_when_check_passed", PolicyForm::kFlag},
    {"auto_refuse_rules", PolicyForm::kRules},
    {"sampling_share", PolicyForm::kShare, 0, lifecycle::kFullShare},
    {"sampling_seed", PolicyForm::kCount, 1, 1'000'000},
    {"risk_first_submission", PolicyForm::kCount, 0, 100},
    {"risk_new_subject", PolicyForm::kCount, 0, 100},
    {"risk_young", PolicyForm::kCount, 0, 100},
    {"risk_young_for", PolicyForm::kDuration, kDay, 730 * kDay},
    {"risk_filing_category", PolicyForm::kCount, 0, 100},
    {"risk_sensitive_category", PolicyForm::kCount, 0, 100},
    {"risk_error", PolicyForm::kCount, 0, 100},
    {"risk_warning", PolicyForm::kCount, 0, 100},
    {"risk_content", PolicyForm::kCount, 0, 100},
    {"risk_undeclared_category", PolicyForm::kCount, 0, 100},
    {"risk_could_not_check", PolicyForm::kCount, 0, 100},
    {"risk_refused_before", PolicyForm::kCount, 0, 100},
    {"risk_failed_before", PolicyForm::kCount, 0, 100},
    {"risk_taken_down_before", PolicyForm::kCount, 0, 100},
    {"risk_barred_elsewhere", PolicyForm::kCount, 0, 100},
    {"risk_rectification", PolicyForm::kCount, 0, 100},
    {"risk_change", PolicyForm::kCount, 0, 100},
    {"risk_high_from", PolicyForm::kCount, 1, 1'000},
    {"overseas_authority", PolicyForm::kRegion},
});

template <typename Visit>
void each_member(Visit visit) {
  boost::mp11::mp_for_each<boost::describe::describe_members<Rules, boost::describe::mod_public>>(
      [&](auto member) {
        if (std::string_view(member.name) != "version") visit(member);
      });
}

json::value value_of(Duration value) {
  return json::value(
      written_duration(std::chrono::duration_cast<std::chrono::seconds>(value).count()));
}
json::value value_of(std::uint32_t value) {
  return json::value(static_cast<std::int64_t>(value));
}
json::value value_of(bool value) {
  return json::value(value);
}
json::value value_of(const std::string& value) {
  return json::value(value);
}
json::value value_of(const std::vector<std::string>& values) {
  json::array list;
  for (const auto& value : values) list.push_back(json::value(value));
  return list;
}

// Empty where it fits, else what is wrong. Limits are looked at afterwards.
std::string into(const json::value& value, Duration& out) {
  if (!value.is_string()) return "a duration such as \"7d\" is expected";
  const auto read = parse_duration(std::string_view(value.get_string()));
  if (!read) return read.error().message;
  out = *read;
  return {};
}
std::string into(const json::value& value, std::uint32_t& out) {
  boost::system::error_code error;
  if (!value.is_int64() && !value.is_uint64()) return "a whole number is expected";
  out = value.to_number<std::uint32_t>(error);
  return error ? "the number is out of range" : "";
}
std::string into(const json::value& value, bool& out) {
  if (!value.is_bool()) return "true or false is expected";
  out = value.get_bool();
  return {};
}
std::string into(const json::value& value, std::string& out) {
  if (!value.is_string()) return "a string is expected";
  out = std::string(value.get_string());
  return {};
}
std::string into(const json::value& value, std::vector<std::string>& out) {
  if (!value.is_array()) return "a list of strings is expected";
  if (value.get_array().size() > kPolicyRulesMax) return "at most 100 rules are taken";
  out.clear();
  for (const auto& item : value.get_array()) {
    if (!item.is_string() || item.get_string().empty()) return "a string is expected";
    out.emplace_back(item.get_string());
    if (std::ranges::count(out, out.back()) > 1) return "a rule is named twice";
  }
  return {};
}

std::int64_t measure_of(Duration value) {
  return std::chrono::duration_cast<std::chrono::seconds>(value).count();
}
std::int64_t measure_of(std::uint32_t value) {
  return value;
}
template <typename T>
std::int64_t measure_of(const T&) {
  return 0;
}

template <typename T>
std::string beyond_limits(const PolicyRow& row, const T& value) {
  if (!row.has_limits()) return {};
  const auto measure = measure_of(value);
  if (row.is_fixed() && measure != row.least) return "the process itself fixes it";
  if (measure >= row.least && measure <= row.most) return {};
  return fmt::format("between {} and {} is expected", json::serialize(policy_limit(row, row.least)),
                     json::serialize(policy_limit(row, row.most)));
}

std::unexpected<Error> wrong(std::string_view name, std::string what) {
  return fail(ErrorKind::kInvalid, std::move(what), "/parameters/" + std::string(name));
}

// What one parameter means for another.
Status check_together(const Rules& rules, const PolicyContext& context) {
  if (rules.filing_end_warning >= rules.filing_period) {
    return wrong("filing_end_warning", "it is not shorter than the filing period");
  }
  if (rules.take_down_warning >= rules.take_down_grace_max) {
    return wrong("take_down_warning", "it is not shorter than the longest grace");
  }
  const auto& office = rules.overseas_authority;
  if (!office.empty() && context.catalogue.region(office) == nullptr) {
    return wrong("overseas_authority", "no such province");
  }
  for (const auto& rule : rules.auto_refuse_rules) {
    if (context.is_rule && !context.is_rule(rule)) {
      return wrong("auto_refuse_rules", "the checker has no rule '" + printable(rule) + "'");
    }
  }
  return {};
}

}  // namespace

std::span<const PolicyRow> policy_rows() {
  return kRows;
}

const PolicyRow* policy_row(std::string_view name) {
  const auto found = std::ranges::find(kRows, name, &PolicyRow::name);
  return found == kRows.end() ? nullptr : &*found;
}

std::string written_duration(std::int64_t seconds) {
  for (const auto& [unit, size] : {std::pair('d', kDay), {'h', kHour}, {'m', kMinute}}) {
    if (seconds % size == 0) return fmt::format("{}{}", seconds / size, unit);
  }
  return fmt::format("{}s", seconds);
}

json::value policy_limit(const PolicyRow& row, std::int64_t limit) {
  if (row.form == PolicyForm::kDuration) return json::value(written_duration(limit));
  return json::value(limit);
}

json::value policy_value(const Rules& rules, std::string_view name) {
  json::value value;
  each_member([&](auto member) {
    if (name == member.name) value = value_of(rules.*member.pointer);
  });
  return value;
}

json::object policy_values(const Rules& rules) {
  json::object values;
  each_member([&](auto member) { values.emplace(member.name, value_of(rules.*member.pointer)); });
  return values;
}

Result<Rules> policy_over(const Rules& base, const json::object& values,
                          const PolicyContext& context) {
  for (const auto& [name, value] : values) {
    if (policy_row(name) == nullptr) return wrong(printable(name), "no such parameter");
  }
  auto rules = base;
  std::string name;
  std::string fault;
  each_member([&](auto member) {
    const auto* value = values.if_contains(member.name);
    if (!fault.empty() || value == nullptr) return;
    name = member.name;
    fault = into(*value, rules.*member.pointer);
    if (fault.empty()) fault = beyond_limits(*policy_row(name), rules.*member.pointer);
  });
  if (!fault.empty()) return wrong(name, std::move(fault));
  TRY(check_together(rules, context));
  return rules;
}

Result<Rules> policy_of_record(const json::object& values, const std::string& version) {
  Rules rules;
  rules.version = version;
  std::string fault;
  each_member([&](auto member) {
    const auto* value = values.if_contains(member.name);
    if (value == nullptr || !fault.empty()) return;
    fault = into(*value, rules.*member.pointer);
    if (!fault.empty()) fault = std::string(member.name) + ": " + fault;
  });
  if (!fault.empty()) return fail(ErrorKind::kCorrupt, fault, "policy " + version);
  return rules;
}

}  // namespace baobei::catalogue
