// What the checker is asked about each labelled program, and how its report answers.
//
// To add a question: a row in questions(), with a function that reads the label and one that reads
// the report. Pure; any thread.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "check/report.h"
#include "infer/infer.h"

namespace baobei::judge {

using Answers = std::set<std::string>;

inline constexpr double kThreshold = 0.5;  // a category of this confidence counts as named

inline constexpr const char* kCategoriesQuestion = "categories, second level";
inline constexpr const char* kRisksQuestion = "content risks";

struct Label {
  Answers expected;
  Answers acceptable;  // naming it is no error; may end in '*'
};

struct Question {
  const char* name;
  // Nothing where whoever labelled the program did not look for it.
  std::optional<Label> (*label)(const boost::json::object& app);
  Answers (*answers)(const check::Report& report);
};

std::span<const Question> questions();

// Risks of content among `risks` of at least this level, as the labels call them.
Answers risk_families(const std::vector<infer::Risk>& risks, const knowledge::Data& data,
                      knowledge::Level least);

}  // namespace baobei::judge
