#include "check/settings.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.h"
#include "check/rule.h"

namespace baobei::check {
namespace {

constexpr std::array<std::string_view, 8> kSubjects = {
    "personal", "individual_business", "enterprise",          "government",
    "media",    "other_organisation",  "overseas_enterprise", "overseas_other"};

syntax::Position place_of(const toml::source_region& region) {
  return {static_cast<std::uint32_t>(region.begin.line),
          static_cast<std::uint32_t>(region.begin.column)};
}

class SettingsReader {
 public:
  Settings take(const toml::table& root) {
    for (const auto& [key, value] : root) {
      const auto name = key.str();
      if (name == "categories") {
        take_categories(value);
      } else if (name == "subject") {
        take_subject(value);
      } else if (name == "fail_on") {
        take_fail_on(value);
      } else if (name == "off") {
        take_offs(value);
      } else {
        unknown(name, key.source());
      }
    }
    std::ranges::sort(out_.faults, {}, &SettingsFault::at);
    return std::move(out_);
  }

 private:
  void fault(const toml::source_region& where, Text message) {
    out_.faults.push_back({std::move(message), place_of(where)});
  }
  void unknown(std::string_view name, const toml::source_region& where) {
    fault(where, about("不认识的键", "the key ", name, "", " is not known here"));
  }
  void expected(std::string_view name, const toml::node& value, const char* zh, const char* en) {
    fault(value.source(),
          {std::string(name) + "：应为" + zh, std::string(name) + ": " + en + " is expected"});
  }

  std::string text(std::string_view name, const toml::node& value) {
    const auto* string = value.as_string();
    if (string == nullptr) expected(name, value, "字符串", "a string");
    return string == nullptr ? std::string() : string->get();
  }

  void take_categories(const toml::node& value) {
    out_.categories_at = place_of(value.source());
    const auto* list = value.as_array();
    if (list == nullptr) return expected("categories", value, "字符串数组", "a list of strings");
    auto& ids = out_.categories.emplace();
    for (const auto& item : *list) ids.push_back(text("categories", item));
  }

  void take_subject(const toml::node& value) {
    out_.subject = text("subject", value);
    if (!value.is_string() || is_subject(out_.subject)) return;
    fault(value.source(),
          about("不认识的主体类型", "the kind of subject ", out_.subject, "", " is not known"));
  }

  void take_fail_on(const toml::node& value) {
    out_.fail_on = text("fail_on", value);
    static constexpr std::array<std::string_view, 3> kKnown = {"error", "warning", "note"};
    if (!value.is_string() || std::ranges::find(kKnown, out_.fail_on) != kKnown.end()) return;
    expected("fail_on", value, " error、warning 或 note", "error, warning or note");
  }

  void take_offs(const toml::node& value) {
    const auto* list = value.as_array();
    if (list == nullptr) return expected("off", value, "[[off]] 表", "[[off]] tables");
    for (const auto& item : *list) {
      const auto* table = item.as_table();
      if (table == nullptr) {
        expected("off", item, "[[off]] 表", "[[off]] tables");
      } else if (out_.off.size() < kOffMax) {
        take_off(*table);
      } else {
        return fault(item.source(), {"[[off]] 过多", "there are too many [[off]]"});
      }
    }
  }

  void take_off(const toml::table& table) {
    Off off;
    off.at = place_of(table.source());
    for (const auto& [key, value] : table) {
      const auto name = key.str();
      if (name == "rule") {
        off.rule = text(name, value);
      } else if (name == "files") {
        off.files = text(name, value);
      } else if (name == "reason") {
        off.reason = text(name, value);
      } else if (name == "until") {
        off.until = date(value);
      } else {
        unknown(name, key.source());
      }
    }
    if (off.rule.empty()) fault(table.source(), {"[[off]] 缺少 rule", "an [[off]] has no rule"});
    out_.off.push_back(std::move(off));
  }

  std::string date(const toml::node& value) {
    if (const auto* day = value.as_date()) {
      char shown[16];
      std::snprintf(shown, sizeof shown, "%04u-%02u-%02u", unsigned{day->get().year},
                    unsigned{day->get().month}, unsigned{day->get().day});
      return shown;
    }
    const auto* string = value.as_string();
    if (string != nullptr && is_date(string->get())) return string->get();
    expected("until", value, "日期，如 2027-03-01", "a date such as 2027-03-01");
    return {};
  }

  Settings out_;
};

Settings only_fault(Text message, syntax::Position at) {
  Settings out;
  out.faults.push_back({std::move(message), at});
  return out;
}

}  // namespace

bool is_subject(std::string_view id) {
  return std::ranges::find(kSubjects, id) != kSubjects.end();
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int number[3] = {0, 0, 0};
  int part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
    } else if (text[i] < '0' || text[i] > '9') {
      return false;
    } else {
      number[part] = number[part] * 10 + (text[i] - '0');
    }
  }
  const std::chrono::year_month_day day{std::chrono::year(number[0]),
                                        std::chrono::month(static_cast<unsigned>(number[1])),
                                        std::chrono::day(static_cast<unsigned>(number[2]))};
  return day.ok();
}

Settings read_settings(std::string_view text) {
  if (text.size() > kSettingsBytesMax) {
    return only_fault({"文件过大", "the file is too large"}, {});
  }
  if (!is_utf8(text)) {
    return only_fault({"文件不是 UTF-8", "the file is not UTF-8"}, {});
  }
  try {
    return SettingsReader().take(toml::parse(text));
  } catch (const toml::parse_error& error) {
    const auto what = printable(error.description());
    return only_fault({"不是正确的 TOML（" + what + "）", "this is no TOML: " + what},
                      place_of(error.source()));
  }
}

}  // namespace baobei::check
