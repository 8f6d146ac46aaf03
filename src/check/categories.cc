#include "check/categories.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "check/secrets.h"

namespace baobei::check {
namespace {

constexpr std::size_t kQuotedMax = 4;

struct SubjectRow {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kSubjectNames = {
    SubjectRow{"personal", "个人主体", "a personal subject"},
    SubjectRow{"individual_business", "个体工商户", "an individual business"},
    SubjectRow{"enterprise", "企业主体", "an enterprise"},
    SubjectRow{"government", "政府主体", "a government body"},
    SubjectRow{"media", "媒体主体", "a media body"},
    SubjectRow{"other_organisation", "其他组织", "another organisation"},
    SubjectRow{"overseas_enterprise", "境外企业", "an overseas enterprise"},
    SubjectRow{"overseas_other", "境外非企业主体", "an overseas subject that is no enterprise"},
};

bool is_open(const knowledge::Category& category, const std::string& subject) {
  return subject.empty() || std::ranges::find(category.open_to, subject) != category.open_to.end();
}

// The same content in the lists that this subject chooses from.
std::uint32_t for_subject(const knowledge::Data& data, std::uint32_t category,
                          const std::string& subject) {
  if (is_open(data.categories[category], subject)) return category;
  for (const auto& row : data.likenesses) {
    if (row.like == category && is_open(data.categories[row.category], subject)) {
      return row.category;
    }
  }
  return category;
}

std::vector<std::uint32_t> declared_categories(const Context& context) {
  std::vector<std::uint32_t> all;
  const auto& categories = context.knowledge().data.categories;
  for (const auto& id : context.options().declared.value_or(std::vector<std::string>())) {
    const auto found = std::ranges::find(categories, id, &knowledge::Category::id);
    if (found != categories.end()) {
      all.push_back(static_cast<std::uint32_t>(found - categories.begin()));
    }
  }
  return all;
}

double hundredths(double value) {
  return std::round(value * 100) / 100;
}

Severity severity_of(knowledge::Level level) {
  switch (level) {
    case knowledge::Level::kHigh:
      return Severity::kError;
    case knowledge::Level::kMedium:
      return Severity::kWarning;
    case knowledge::Level::kLow:
      break;
  }
  return Severity::kNote;
}

}  // namespace

std::vector<Named> named_categories(Context& context) {
  const auto& data = context.knowledge().data;
  const auto& subject = context.options().subject;
  const auto declared = declared_categories(context);
  std::vector<Named> all;
  for (const auto& involved : context.inference().involved) {
    if (involved.confidence < infer::kNamedConfidence) continue;
    Named named;
    named.involved = &involved;
    named.category = for_subject(data, involved.category, subject);
    named.open = is_open(data.categories[named.category], subject);
    named.declared = std::ranges::any_of(declared, [&](std::uint32_t other) {
      return infer::covers(data, other, involved.category) || other == named.category;
    });
    all.push_back(named);
  }
  return all;
}

std::vector<std::uint32_t> fewest_categories(Context& context) {
  // What is not open to this subject covers nothing for it.
  std::vector<infer::Involved> involved;
  std::map<std::uint32_t, std::uint32_t> as_declared;
  for (const auto& named : named_categories(context)) {
    if (!named.open) continue;
    auto& row = involved.emplace_back();
    row.category = named.involved->category;
    row.confidence = named.involved->confidence;
    as_declared.emplace(row.category, named.category);
  }
  std::vector<std::uint32_t> fewest;
  for (const auto category : infer::covering(involved, context.knowledge().data)) {
    const auto declared = as_declared.at(category);
    // Two may stand as one in the overseas lists.
    if (std::ranges::find(fewest, declared) == fewest.end()) fewest.push_back(declared);
  }
  return fewest;
}

std::vector<std::uint32_t> unsupported_categories(Context& context) {
  const auto& data = context.knowledge().data;
  std::vector<std::uint32_t> all;
  for (const auto declared : declared_categories(context)) {
    const bool supported =
        std::ranges::any_of(context.inference().involved, [&](const infer::Involved& involved) {
          return infer::covers(data, declared, involved.category);
        });
    if (!supported) all.push_back(declared);
  }
  return all;
}

Text full_name(const knowledge::Category& category) {
  Text name{category.first.zh + "-" + category.second.zh,
            category.first.en + " - " + category.second.en};
  if (!category.third.zh.empty()) {
    name.zh += "-" + category.third.zh;
    name.en += " - " + category.third.en;
  }
  return name;
}

Text subject_name(std::string_view subject) {
  const auto row = std::ranges::find(kSubjectNames, subject, &SubjectRow::id);
  if (row == kSubjectNames.end()) return {"该主体", "this subject"};
  return {std::string(row->zh), std::string(row->en)};
}

namespace {

// What stands in a picture, with its region.
std::string shown_excerpt(const infer::Evidence& evidence, const Context& context) {
  const auto* code = context.picture_code(evidence);
  return without_secrets(evidence.excerpt, context.digest()) +
         (code == nullptr ? std::string() : shown_region(*code));
}

Text meaning(const infer::Evidence& evidence, const Context& context) {
  if (!evidence.structure) return {};
  const auto& title = context.knowledge().data.structures[*evidence.structure].title;
  return {title.zh, title.en};
}

}  // namespace

Text quoted_evidence(const std::vector<infer::Evidence>& evidence, const Context& context) {
  Text all;
  Text means;
  std::vector<std::string> quoted;
  for (const auto& row : evidence) {
    if (row.kind == "counter") continue;
    const auto excerpt = shown_excerpt(row, context);
    const bool told = std::ranges::any_of(quoted, [&](const std::string& earlier) {
      return earlier.find(excerpt) != std::string::npos;
    });
    if (!told && quoted.size() == kQuotedMax) break;
    if (means.zh.empty()) means = meaning(row, context);
    if (told) continue;
    all.zh += (quoted.empty() ? "" : "、") + quoted_zh(excerpt);
    all.en += (quoted.empty() ? "" : ", ") + quoted_en(excerpt);
    quoted.push_back(excerpt);
  }
  if (means.zh.empty()) return all;
  return {all.zh + "（" + means.zh + "齐备）", all.en + " (there are " + means.en + ")"};
}

At strongest(Context& context, const std::vector<infer::Evidence>& evidence) {
  return evidence.empty() ? At{} : context.at(evidence.front());
}

std::vector<InvolvedCategory> report_categories(Context& context) {
  const auto& data = context.knowledge().data;
  const auto declared = declared_categories(context);
  std::vector<InvolvedCategory> all;
  for (const auto& involved : context.inference().involved) {
    const auto& category =
        data.categories[for_subject(data, involved.category, context.options().subject)];
    InvolvedCategory out{category.id,
                         category.first.zh,
                         category.second.zh,
                         category.third.zh,
                         hundredths(involved.confidence),
                         false,
                         {}};
    out.declared = std::ranges::any_of(declared, [&](std::uint32_t other) {
      return data.categories[other].id == category.id ||
             data.categories[other].parent == category.id;
    });
    for (const auto& row : involved.evidence) {
      const auto at = context.at(row);
      out.evidence.push_back({at.file, at.begin ? at.begin->line : 0,
                              at.begin ? at.begin->column : 0, shown_excerpt(row, context),
                              row.kind, hundredths(row.weight), meaning(row, context)});
    }
    all.push_back(std::move(out));
  }
  return all;
}

std::vector<std::string> report_covering(Context& context) {
  std::vector<std::string> ids;
  for (const auto category : fewest_categories(context)) {
    ids.push_back(context.knowledge().data.categories[category].id);
  }
  return ids;
}

void match_pack(Context& context, Findings& findings, std::uint32_t pack) {
  const auto& rows = context.inference().risks;
  const auto risk = std::ranges::find(rows, pack, &infer::Risk::pack);
  if (risk == rows.end()) return;
  const auto& data = context.knowledge().data.packs[pack];
  const auto& words = data.combinations[risk->combination].message;
  const auto evidence = quoted_evidence(risk->evidence, context);
  Text message{words.zh + "：" + evidence.zh, words.en + ": " + evidence.en};
  if (risk->lowered) {
    message.zh += "（上下文像是报道或提醒）";
    message.en += " (what stands around it looks like a report or a warning)";
  }
  // A pack that is no error for itself speaks one degree lower.
  const auto severity =
      std::max(severity_of(risk->level), data.error ? Severity::kError : Severity::kWarning);
  findings.add(strongest(context, risk->evidence), message, severity);
}

}  // namespace baobei::check
