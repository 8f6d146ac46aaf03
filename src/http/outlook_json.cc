#include "http/outlook_json.h"

#include "http/api_json.h"

namespace baobei::http {
namespace {

using catalogue::Catalogue;
using catalogue::Language;
using catalogue::Text;
using lifecycle::Channel;
using lifecycle::Outlook;
using lifecycle::OutlookGround;

Text names_of(const std::vector<lifecycle::CategoryId>& ids, const Catalogue& catalogue) {
  Text names;
  for (const auto& id : ids) {
    const auto* category = catalogue.category(id);
    names.zh += names.zh.empty() ? "" : "、";
    names.zh += category == nullptr ? id : category->full_name(Language::kZh);
    names.en += names.en.empty() ? "" : ", ";
    names.en += category == nullptr ? id : category->full_name(Language::kEn);
  }
  return names;
}

// Whether a filing follows, and why.
Text reason_of(const Outlook& outlook, const Catalogue& catalogue) {
  const auto to_file = names_of(outlook.to_file, catalogue);
  const auto completed = names_of(outlook.completed, catalogue);
  switch (outlook.ground) {
    case OutlookGround::kNewCategories:
      return {"审核通过后还须报备：" + to_file.zh + " 是报备类目，本小程序尚未完成报备（R9）。",
              "A filing follows the review: " + to_file.en +
                  " must be filed, and no filing of it was completed for this mini-program (R9)."};
    case OutlookGround::kOverseasFirst:
      return {
          "审核通过后还须报备：境外主体尚未完成过报备，首次提审一律报备（R9）。",
          "A filing follows the review: an overseas subject's first submission is filed whatever "
          "it declares (R9)."};
    case OutlookGround::kNoFilingCategory:
      return {"审核通过后不需要报备：所声明的类目都不是报备类目（R9）。",
              "No filing follows the review: none of the declared categories must be filed (R9)."};
    case OutlookGround::kCompleted:
      return {
          "审核通过后不需要报备：" + completed.zh + " 已完成报备（R9）。",
          "No filing follows the review: the filing of " + completed.en + " is completed (R9)."};
    case OutlookGround::kSilenceCarries:
      return {"审核通过后不再报备：此前的报备期满未答复，按现行政策沿用（R16）。",
              "No filing follows the review: by the policy in force it rests on the silence in "
              "which an earlier filing's period ended (R16)."};
  }
  return {};
}

std::string length_of(Duration period, std::string_view hours) {
  const auto count = std::chrono::duration_cast<std::chrono::hours>(period).count();
  constexpr std::int64_t kHoursOfDay = 24;
  if (count % kHoursOfDay != 0) return std::to_string(count) + std::string(hours);
  return std::to_string(count / kHoursOfDay) + " × 24" + std::string(hours);
}

// Before which office.
Text office_of(const Outlook& outlook, const Catalogue& catalogue) {
  if (outlook.region.empty()) {
    return {"尚未指定受理机构（R10a）。", "No office is set for it (R10a)."};
  }
  const auto* region = catalogue.region(outlook.region);
  const Text office = region == nullptr ? Text{outlook.region, outlook.region} : region->office;
  return {"由" + office.zh + "答复。", "It is laid before: " + office.en + "."};
}

// How long, and until when at the earliest.
Text period_of(const Outlook& outlook) {
  if (!outlook.period) {
    return {"没有周期，也没有预上线：以答复为准（R12）。",
            "There is no period and no pre-launch: it waits for the answer (R12)."};
  }
  Text text{"周期 " + length_of(*outlook.period, " 小时") + "（R11）。",
            "The period is " + length_of(*outlook.period, " hours") + " (R11)."};
  if (outlook.channel == Channel::kNone) {
    text.zh += "目前没有送达渠道：先待移交，移交记录之后周期才开始（R10a）。";
    text.en +=
        " There is no way to the office now: it waits to be handed over, and the period "
        "starts only then (R10a).";
    return text;
  }
  if (!outlook.end) return text;
  const auto end = format_rfc3339(*outlook.end);
  const bool at_once = outlook.channel == Channel::kDesk;
  text.zh += (at_once ? "如果现在就通过审核，周期将于 " : "如果现在就通过审核并移交，周期将于 ") +
             end + " 结束，不会更早。";
  text.en += (at_once ? " If it passed now, the period would end at "
                      : " If it passed and were handed over now, the period would end at ") +
             end + ", and no earlier.";
  return text;
}

void append(Text& text, const Text& more) {
  text.zh += more.zh;
  text.en += " " + more.en;
}

}  // namespace

json::object outlook_json(const Outlook& outlook, const Catalogue& catalogue) {
  auto object = std::move(api_json(outlook, {}).as_object());
  if (!outlook.files) {
    object.erase("region");
    object.erase("channel");
  }
  auto words = reason_of(outlook, catalogue);
  if (outlook.files) {
    append(words, office_of(outlook, catalogue));
    append(words, period_of(outlook));
  }
  object["words"] = json::object{{"zh", words.zh}, {"en", words.en}};
  return object;
}

}  // namespace baobei::http
