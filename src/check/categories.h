// The involved categories beside what the submission declares and who submits: what rules of
// category/ say, and what the report lists. And what packs found, as findings.
// Pure but for reading through the context; one thread.
#pragma once

#include <string>
#include <vector>

#include "check/context.h"
#include "check/rule.h"

namespace baobei::check {

// At least so sure for an error; between this and infer::kNamedConfidence a warning.
inline constexpr double kSureConfidence = 0.65;
inline constexpr std::size_t kDeclarableMax = 5;  // categories that a program may have

// A named category as this subject would declare it: of the overseas lists for overseas subjects.
struct Named {
  const infer::Involved* involved = nullptr;
  std::uint32_t category = 0;
  bool open = true;       // to this kind of subject; true where it is not known
  bool declared = false;  // it, or one that is enough for it
};

// By confidence; those below infer::kNamedConfidence are left out.
std::vector<Named> named_categories(Context& context);

// The fewest of them that cover the content and that this subject may declare, most confident first.
std::vector<std::uint32_t> fewest_categories(Context& context);

// Declared ones that nothing in the content speaks for.
std::vector<std::uint32_t> unsupported_categories(Context& context);

// "社交-社区/论坛", "Social - Community and forum".
Text full_name(const knowledge::Category& category);
// "个人", "a person"; of "" "该主体", "this subject".
Text subject_name(std::string_view subject);
// "“发帖”、“论坛”（发帖、评论与互动齐备）" of the strongest evidence, in both languages.
Text quoted_evidence(const std::vector<infer::Evidence>& evidence, const Context& context);
// The strongest piece of evidence that has a place.
At strongest(Context& context, const std::vector<infer::Evidence>& evidence);

std::vector<InvolvedCategory> report_categories(Context& context);
// The ids of fewest_categories.
std::vector<std::string> report_covering(Context& context);

// The finding of a pack's rule, where its content was seen.
void match_pack(Context& context, Findings& findings, std::uint32_t pack);

}  // namespace baobei::check
