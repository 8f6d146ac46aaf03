// Who a row is for, as the text that lists are indexed by: everybody who sees everything, one
// organisation, one region's officers, the operator. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/ports.h"
#include "store/words.h"

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

// Where a submission or an entry stands in its list: by due instant, those without one last, then
// by age. A closed entry is due no more, whatever its period was. The columns of a row say it all,
// so that a place can be found again from what is stored.
inline constexpr std::int64_t kNeverDue = INT64_MAX;
struct ListPlace {
  std::string_view kind;   // of the list
  std::string_view state;  // its word
  std::int64_t due = kNeverDue;
  std::int64_t since = 0;
  bool operator==(const ListPlace&) const = default;
};
inline constexpr char kSubmissionList[] = "submission";
inline constexpr char kEntryList[] = "entry";

inline ListPlace place_of(const engine::SubmissionRow& row) {
  return {kSubmissionList, word(row.state), row.due ? to_micros(*row.due) : kNeverDue,
          to_micros(row.submitted_at)};
}
inline ListPlace place_of(const engine::EntrySummaryRow& row) {
  const bool due = row.end && lifecycle::is_open(row.state);
  return {kEntryList, word(row.state), due ? to_micros(*row.end) : kNeverDue,
          to_micros(row.start.value_or(row.changed_at))};
}

}  // namespace baobei::store
