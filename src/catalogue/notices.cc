// notices.toml: the texts of notices, and how one is put into words.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

// What a notice can tell: lifecycle::Notice and the mini-program's name.
constexpr std::array<std::string_view, 14> kPlaceholders = {
    "app_name",   "submission", "entry", "order", "application", "webhook",   "office",
    "categories", "count",      "start", "end",   "request",     "wanted_by", "reply_number"};

// Calls `text` for what stands between placeholders and `placeholder` for each name in braces.
template <typename OnText, typename OnPlaceholder>
void walk(std::string_view pattern, OnText text, OnPlaceholder placeholder) {
  for (;;) {
    const auto open = pattern.find('{');
    const auto close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) return text(pattern);
    text(pattern.substr(0, open));
    placeholder(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
}

using Names = std::set<std::string, std::less<>>;

Names placeholders_of(const NoticeText& notice, Language language) {
  Names names;
  for (const auto* text : {&notice.title, &notice.happened, &notice.meaning, &notice.todo}) {
    walk(
        text->in(language), [](auto) {}, [&](auto name) { names.emplace(name); });
  }
  return names;
}

std::string listed(const Names& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  return all.empty() ? "none" : all;
}

void check_params(Reader& row, const NoticeText& notice) {
  const Names declared(notice.params.begin(), notice.params.end());
  for (const auto& name : declared) {
    if (std::ranges::find(kPlaceholders, name) == kPlaceholders.end()) {
      row.fault(row.line_of("params"), fmt::format("params: no notice knows '{}'", name));
    }
  }
  for (const auto language : {Language::kZh, Language::kEn}) {
    const auto used = placeholders_of(notice, language);
    if (used != declared) {
      row.fault(row.line_of("params"),
                fmt::format("params: the {} text uses {}, declared are {}",
                            language == Language::kZh ? "Chinese" : "English", listed(used),
                            listed(declared)));
    }
  }
  for (const auto& [name, words] : notice.absent) {
    if (!declared.contains(name)) {
      row.fault(row.line_of("absent"), fmt::format("absent: '{}' is not among params", name));
    }
  }
}

NoticeText read_notice(NoticeKind kind, const Node& section, const Document& document,
                       Faults& faults, const Data& data) {
  Reader row(section, document.name, faults);
  NoticeText notice;
  notice.kind = kind;
  notice.rule = row.string("rule");
  check_rule(data, notice.rule, row.line_of("rule"), document.name, faults);
  const auto* rule = find_rule(data, notice.rule);
  if (rule != nullptr) notice.mark = rule->mark;
  if (row.has("mark")) notice.mark = row.mark("mark");
  notice.title = row.text("title");
  notice.happened = row.text("happened");
  notice.meaning = row.text("meaning");
  notice.todo = row.text("todo");
  notice.params = row.strings("params", true);
  if (const auto* absent = row.table("absent")) {
    Reader reader(*absent, document.name, faults);
    for (const auto& [name, value] : absent->members) {
      notice.absent.emplace(name, reader.text(name));
    }
  }
  check_params(row, notice);
  row.finish();
  return notice;
}

// Where a rule is the operator's own, the notice does not cite it as if it were law.
std::string citation(const NoticeText& notice, Language language) {
  const bool own = notice.mark == Mark::kOperator;
  if (language == Language::kZh) return (own ? "平台规则 " : "依据 ") + notice.rule;
  return (own ? "Platform rule " : "Rule ") + notice.rule;
}

const std::string* value_of(const NoticeText& notice, std::string_view name, Language language,
                            const Params& params) {
  const auto given = params.find(std::string(name));
  if (given != params.end() && !given->second.empty()) return &given->second;
  const auto absent = notice.absent.find(std::string(name));
  return absent == notice.absent.end() ? nullptr : &absent->second.in(language);
}

}  // namespace

void read_notices(const Document& document, Faults& faults, Data& data) {
  Reader root(document.root, document.name, faults);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<NoticeKind>>([&](auto kind) {
    const auto name = wire_case(kind.name);
    if (!root.has(name)) {
      root.fault(root.line(), fmt::format("'[{}]' is missing", name));
    } else if (const auto* section = root.table(name)) {
      data.notices.push_back(read_notice(kind.value, *section, document, faults, data));
    }
  });
  root.finish();
}

std::string format_for_notice(Instant instant, Language language) {
  constexpr auto kChinaStandardTime = std::chrono::hours(8);
  const auto local = std::chrono::floor<std::chrono::seconds>(instant + kChinaStandardTime);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}{}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     language == Language::kZh ? "（UTC+8）" : " (UTC+8)");
}

const NoticeText& Catalogue::notice(NoticeKind kind) const {
  const auto found = std::ranges::find(data_->notices, kind, &NoticeText::kind);
  CHECK(found != data_->notices.end());
  return *found;
}

Result<RenderedNotice> Catalogue::render(NoticeKind kind, Language language,
                                         const Params& params) const {
  const auto& text = notice(kind);
  for (const auto& name : text.params) {
    if (value_of(text, name, language, params) == nullptr) {
      return fail(ErrorKind::kInvalid, fmt::format("the notice needs the parameter '{}'", name),
                  wire_name(kind));
    }
  }
  const auto filled = [&](const Text& pattern) {
    std::string out;
    walk(
        pattern.in(language), [&](auto words) { out += words; },
        [&](auto name) { out += *value_of(text, name, language, params); });
    return out;
  };
  return RenderedNotice{filled(text.title), filled(text.happened) + "\n" + filled(text.meaning) +
                                                "\n" + filled(text.todo) + "\n" +
                                                citation(text, language)};
}

Result<Params> Catalogue::params_of(const lifecycle::Notice& notice, std::string_view app_name,
                                    Language language) const {
  Params params;
  params["app_name"] = printable(app_name);
  params["count"] = std::to_string(notice.count);
  const auto ordinal = [&](const char* name, std::uint32_t number) {
    if (number != 0) params[name] = std::to_string(number);
  };
  ordinal("submission", notice.submission);
  ordinal("entry", notice.entry);
  ordinal("order", notice.order);
  if (notice.application) params["application"] = std::to_string(*notice.application);
  if (notice.webhook) params["webhook"] = printable(*notice.webhook);
  if (notice.request) params["request"] = std::to_string(*notice.request);
  if (notice.wanted_by) params["wanted_by"] = format_for_notice(*notice.wanted_by, language);
  if (notice.reply_number) params["reply_number"] = printable(*notice.reply_number);
  if (notice.start) params["start"] = format_for_notice(*notice.start, language);
  if (notice.end) params["end"] = format_for_notice(*notice.end, language);
  if (!notice.region.empty()) {
    const auto* office = region(notice.region);
    if (office == nullptr) return fail(ErrorKind::kNotFound, "no such region", notice.region);
    params["office"] = office->office_short.in(language);
  }
  std::string categories;
  for (const auto& id : notice.categories) {
    const auto* row = category(id);
    if (row == nullptr) return fail(ErrorKind::kNotFound, "no such category", id);
    if (!categories.empty()) categories += language == Language::kZh ? "、" : ", ";
    categories += row->full_name(language);
  }
  if (!categories.empty()) params["categories"] = categories;
  return params;
}

}  // namespace baobei::catalogue
