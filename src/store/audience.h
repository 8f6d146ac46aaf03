// Who a row is for, as the text that lists are indexed by: everybody who sees everything, one
// organisation, one region's officers, the operator. Pure; any thread.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::store {

inline constexpr char kAudienceAll[] = "*";
inline std::string audience_of_org(const lifecycle::OrgId& org) {
  return "org:" + org;
}
inline std::string audience_of_region(const lifecycle::RegionCode& region) {
  return "region:" + region;
}

// The lists of mini-programs, submissions and entries that the viewer sees (DESIGN decision 11).
inline std::vector<std::string> audiences(const engine::Viewer& viewer) {
  if (viewer.sees_everything()) return {kAudienceAll};
  std::vector<std::string> all;
  if (viewer.has(lifecycle::Role::kDeveloper) && !viewer.org.empty()) {
    all.push_back(audience_of_org(viewer.org));
  }
  if (viewer.has(lifecycle::Role::kOfficer) && !viewer.region.empty()) {
    all.push_back(audience_of_region(viewer.region));
  }
  return all;
}

inline constexpr char kInboxOfOperator[] = "operator";
// Where a subject's notices lie while no organisation administers it.
inline std::string inbox_of_subject(const lifecycle::SubjectId& subject) {
  return "subject:" + subject;
}

// The inboxes that the viewer reads: the organisation's, the region's, the operator's.
inline std::vector<std::string> inboxes(const engine::Viewer& viewer) {
  std::vector<std::string> all;
  if (viewer.has(lifecycle::Role::kDeveloper) && !viewer.org.empty()) {
    all.push_back(audience_of_org(viewer.org));
  }
  if (viewer.has(lifecycle::Role::kOfficer) && !viewer.region.empty()) {
    all.push_back(audience_of_region(viewer.region));
  }
  if (viewer.has(lifecycle::Role::kOperator)) all.push_back(kInboxOfOperator);
  return all;
}

// Where a submission or an entry stands in a list: by due instant, those without one last, then by
// age. A closed entry is due no more, whatever its period was.
inline constexpr std::int64_t kNeverDue = INT64_MAX;
struct ListPlace {
  std::string_view kind;  // of the list
  std::int64_t due = kNeverDue;
  std::int64_t since = 0;
};
inline constexpr char kSubmissionList[] = "submission";
inline constexpr char kEntryList[] = "entry";
// The same entries once more where they are late, and by their answers where they have one.
inline constexpr char kLateEntryList[] = "entry_late";
inline constexpr char kAnsweredEntryList[] = "entry_answered";
inline constexpr char kAnswerList[] = "answer";
inline constexpr char kOrderList[] = "order";

inline ListPlace place_of(const engine::SubmissionRow& row) {
  return {kSubmissionList, row.due ? to_micros(*row.due) : kNeverDue, to_micros(row.submitted_at)};
}
inline ListPlace place_of(const engine::EntrySummaryRow& row) {
  const bool due = row.end && lifecycle::is_open(row.state);
  return {kEntryList, due ? to_micros(*row.end) : kNeverDue,
          to_micros(row.start.value_or(row.changed_at))};
}
inline ListPlace place_of(const engine::RulingRow& row) {
  const bool order = row.kind == engine::RulingKind::kOrder;
  return {order ? kOrderList : kAnswerList, row.due ? to_micros(*row.due) : kNeverDue,
          to_micros(row.at)};
}

// Of those that the viewer reads, what was laid before one office: every audience where none is
// asked for, none where it is an office that the viewer does not see.
inline std::vector<std::string> audiences_within(const engine::Viewer& viewer,
                                                 const lifecycle::RegionCode& region) {
  auto all = audiences(viewer);
  if (region.empty()) return all;
  const auto wanted = audience_of_region(region);
  const bool sees =
      viewer.sees_everything() || std::find(all.begin(), all.end(), wanted) != all.end();
  return sees ? std::vector{wanted} : std::vector<std::string>{};
}

}  // namespace baobei::store
