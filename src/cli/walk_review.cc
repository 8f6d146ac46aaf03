// The walk until the filing began: people, upload, submission, check, decision, notice (R1–R11).

#include <algorithm>

#include "base/json.h"
#include "cli/fields.h"
#include "cli/walk_stage.h"

namespace baobei::cli {
namespace {

bool has_role(const View& me, std::string_view role) {
  const auto roles = me["roles"].texts();
  return std::ranges::find(roles, role) != roles.end();
}

void everybody_is_there(Stage& stage, Step& step) {
  const auto server = stage.get(step, Who::kDeveloper, "/v1/server");
  step.expect(server["sandbox"].flag(), Word::kWalkSandbox, {server["version"].text()}, "false");
  const auto developer = stage.get(step, Who::kDeveloper, "/v1/me");
  const auto reviewer = stage.get(step, Who::kReviewer, "/v1/me");
  const auto officer = stage.get(step, Who::kOfficer, "/v1/me");
  const auto operator_ = stage.get(step, Who::kOperator, "/v1/me");
  const bool roles = has_role(developer, "developer") && has_role(reviewer, "reviewer") &&
                     has_role(officer, "officer") && has_role(operator_, "operator");
  step.expect(roles, Word::kWalkRoles, {}, "-");
  step.expect(developer["org"]["id"].text() != reviewer["org"]["id"].text(), Word::kWalkOtherOrg,
              {reviewer["org"]["id"].text()}, developer["org"]["id"].text());
  const auto file = stage.file(step);
  step.same(officer["region"].text(), file["subject"]["region"].text(), Word::kWalkOfficeRegion,
            {officer["region"].text()});
  step.expect(file["submissions"].items().empty() && file["service"].text() == "never_served",
              Word::kWalkFreshApp, {stage.people().app}, file["service"].text());
}

void uploads(Stage& stage, Step& step) {
  stage.upload(step, stage.path1, "1.0.0", stage.v1);
}

void submits(Stage& stage, Step& step) {
  const json::object body{{"digest", stage.v1}, {"categories", list_of({stage.people().category})}};
  const auto before = stage.file(step)["revision"].text();
  const auto dry = stage.send(step, Who::kDeveloper, "submissions?dry_run=true", body);
  step.expect(dry["dry_run"].flag(), Word::kWalkDryRun, {}, dry["dry_run"].text());
  step.same(stage.file(step)["revision"].text(), before, Word::kWalkUnchanged, {before});
  stage.first = stage.submit(step, stage.v1, nullptr);
  const auto declared = stage.submission(step, stage.first)["categories"].items();
  const bool files = declared.size() == 1 && declared.front()["filing"].flag();
  step.expect(files, Word::kWalkFilingCategory, {stage.people().category}, "-");
}

void is_checked(Stage& stage, Step& step) {
  const auto seen = stage.checked(step, stage.first);
  const auto outcome = seen["check"].text();
  const auto target =
      app_path(stage.people().app, "submissions/" + std::to_string(stage.first) + "/report");
  // Without a report nothing was checked, and nothing may claim to have passed.
  if (outcome == "could_not_check") {
    step.expect(true, Word::kWalkCouldNotCheck);
  } else {
    const auto report = stage.get(step, Who::kReviewer, target);
    step.same(report["outcome"].text(), outcome, Word::kWalkReport,
              {std::to_string(report["findings"].items().size())});
    step.same(report["package"]["digest"].text(), stage.v1, Word::kWalkReportDigest);
  }
  const auto blockers = seen["blockers"].texts();
  step.expect(std::ranges::find(blockers, "filing_category") != blockers.end(), Word::kWalkBlockers,
              {std::to_string(blockers.size())}, "-");
  step.same(std::to_string(stage.notices(step, "check_finished").size()), "1", Word::kWalkOneNotice,
            {"check_finished"});
  stage.refused(
      step, Who::kDeveloper, "submissions",
      json::object{{"digest", stage.v1}, {"categories", list_of({stage.people().category})}},
      {"one_in_review"}, Word::kWalkOneInReview);
}

void only_what_was_seen(Stage& stage, Step& step) {
  const auto tail = "submissions/" + std::to_string(stage.first) + "/pass";
  const auto seen = stage.submission(step, stage.first);
  json::object body{{"digest", seen["digest"].text()},
                    {"present", list_of({stage.people().category})}};
  stage.refused(step, Who::kReviewer, tail, body, {"stale_revision"}, Word::kWalkStale,
                "\"review-0\"");
  stage.refused(step, Who::kDeveloper, tail, body, {"no_right"}, Word::kWalkNotTheDeveloper,
                seen["review_etag"].text());
  body["digest"] = std::string(64, '0');
  stage.refused(step, Who::kReviewer, tail, body, {"stale_digest"}, Word::kWalkStaleDigest,
                seen["review_etag"].text());
}

void the_office_knows(Stage& stage, Step& step) {
  bool listed = false;
  for (const auto& item : stage.list(step, Who::kOfficer, "/v1/filings")) {
    listed = listed || (item["app"].text() == stage.people().app &&
                        item["entry"].number() == stage.first_entry);
  }
  step.expect(listed, Word::kWalkBeforeOffice, {}, "-");
}

void passes_and_files(Stage& stage, Step& step) {
  constexpr std::chrono::seconds kPeriod{604'800};  // R11
  stage.pass(step, stage.first);
  step.same(stage.submission(step, stage.first)["state"].text(), "filing", Word::kWalkFiling);
  stage.first_entry = stage.submission(step, stage.first)["entry"].number();
  const auto entry = stage.entry(step, stage.first_entry);
  step.same(entry["state"].text(), "running", Word::kWalkEntryRuns, {entry["region"].text()});

  const auto notices = stage.notices(step, "filing_started");
  if (!step.expect(notices.size() == 1, Word::kWalkOneNotice, {"filing_started"},
                   std::to_string(notices.size()))) {
    return;
  }
  const auto& notice = notices.front();
  const auto at = parse_rfc3339(notice["at"].text());
  const auto start = parse_rfc3339(notice["start"].text());
  const auto end = parse_rfc3339(notice["end"].text());
  if (!step.expect(at && start && end, Word::kWalkBothInstants,
                   {notice["start"].text(), notice["end"].text()}, "-")) {
    return;
  }
  step.expect(*start == ceil_to_second(*at), Word::kWalkRounded, {}, notice["start"].text());
  step.expect(*end - *start == kPeriod, Word::kWalkPeriod, {}, notice["end"].text());
  const bool same = entry["start"].text() == notice["start"].text() &&
                    entry["end"].text() == notice["end"].text();
  step.expect(same, Word::kWalkSameInstants, {}, entry["end"].text());
  stage.end = *end;
  the_office_knows(stage, step);
}

}  // namespace

std::vector<StepRow> review_steps() {
  return {
      {Word::kStepPeople, {"R7", "R10"}, everybody_is_there},
      {Word::kStepUpload, {"R1"}, uploads},
      {Word::kStepSubmit, {"R1", "R2"}, submits},
      {Word::kStepChecked, {"R1", "R4", "R8"}, is_checked},
      {Word::kStepStale, {"R7"}, only_what_was_seen},
      {Word::kStepPassed, {"R9", "R10", "R11"}, passes_and_files},
  };
}

}  // namespace baobei::cli
