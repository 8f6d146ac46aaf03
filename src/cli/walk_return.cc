// The walk back: rectified, filed again, passed in time, the next version, roll-back, suspension,
// and what the record says of it all (R3, R9, R14, R20, R22–R24, R26).

#include <algorithm>

#include "base/json.h"
#include "cli/fields.h"
#include "cli/walk_stage.h"

namespace baobei::cli {
namespace {

json::object submit_body(const Stage& stage, const std::string& digest) {
  return {{"digest", digest}, {"categories", list_of({stage.people().category})}};
}

void expect_served_to_all(Stage& stage, Step& step, const std::string& digest) {
  const auto counts = stage.served_to_all(step);
  const auto found = counts.find(digest);
  step.expect(found != counts.end() && found->second == kDevices, Word::kWalkAllServed,
              {digest.substr(0, 12)}, counts.empty() ? "-" : counts.begin()->first.substr(0, 12));
}

void barred_stays_out(Stage& stage, Step& step) {
  stage.refused(step, Who::kDeveloper, "submissions", submit_body(stage, stage.v1),
                {"version_barred"}, Word::kWalkBarredAgain);
  stage.upload(step, stage.path2, "1.0.1", stage.v2);
  stage.refused(step, Who::kDeveloper, "submissions", submit_body(stage, stage.v2),
                {"item_unanswered"}, Word::kWalkUnanswered);
}

void files_again(Stage& stage, Step& step) {
  json::array answers;
  for (const auto& item : stage.file(step)["items"].items()) {
    answers.push_back(
        json::object{{"item", item["no"].number()},
                     {"text", std::string(word(Word::kWalkItemAnswer, Language::kZh))}});
  }
  stage.rectified = stage.submit(step, stage.v2, std::move(answers));
  stage.pass(step, stage.rectified);
  const auto file = stage.file(step);
  const auto submission = file["submissions"].find("no", stage.rectified);
  step.same(submission["state"].text(), "filing", Word::kWalkFilesAgain);
  stage.second_entry = submission["entry"].number();
  step.expect(stage.second_entry > stage.first_entry, Word::kWalkNewEntry,
              {std::to_string(stage.second_entry)}, submission["entry"].text());
  const auto start = parse_rfc3339(file["entries"].find("no", stage.second_entry)["start"].text());
  step.expect(start && *start >= stage.down_by, Word::kWalkFromZero, {}, "-");
  const auto items = file["items"].items();
  const bool answered = std::ranges::all_of(items, [&](const View& item) {
    return item["answered_by"].number() == stage.rectified && !item["closed"].flag();
  });
  step.expect(answered, Word::kWalkItemsAnswered, {}, "-");
  step.same(std::to_string(stage.notices(step, "filing_started").size()), "2", Word::kWalkNotices,
            {"2", "filing_started"});
}

void passes_in_time(Stage& stage, Step& step) {
  stage.move_clock(step, stage.now(step) + std::chrono::days(2));
  stage.answer(step, stage.second_entry, json::object{{"digest", stage.v2}, {"verdict", "pass"}});
  const auto file = stage.file(step);
  const auto entry = file["entries"].find("no", stage.second_entry);
  step.same(entry["state"].text(), "passed", Word::kWalkPassed);
  step.expect(!file["answers"].last()["late"].flag(), Word::kWalkInTime, {}, "true");
  const auto completed = file["completed"].items();
  const bool complete = std::ranges::any_of(completed, [&](const View& row) {
    return row["category"].text() == stage.people().category;
  });
  step.expect(complete, Word::kWalkCompleted, {stage.people().category}, "-");
  const auto submission = file["submissions"].find("no", stage.rectified);
  step.same(submission["state"].text() + " " + submission["ground"].text(),
            "releasable filing_passed", Word::kWalkReleasable);
  step.same(file["orders"].last()["state"].text(), "discharged", Word::kWalkDischarged);
  step.same(std::to_string(stage.notices(step, "filing_passed").size()), "1", Word::kWalkOneNotice,
            {"filing_passed"});
}

void is_back(Stage& stage, Step& step) {
  stage.send(step, Who::kDeveloper, "release", json::object{{"submission", stage.rectified}});
  const auto file = stage.file(step);
  step.same(file["service"].text(), "served", Word::kWalkService, {"served"});
  expect_served_to_all(stage, step, stage.v2);
  const auto items = file["items"].items();
  const bool closed = std::ranges::all_of(items, [](const View& i) { return i["closed"].flag(); });
  step.expect(closed, Word::kWalkItemsClosed, {}, "-");
}

void next_skips(Stage& stage, Step& step) {
  stage.upload(step, stage.path3, "1.1.0", stage.v3);
  stage.next = stage.submit(step, stage.v3, nullptr);
  stage.pass(step, stage.next);
  const auto file = stage.file(step);
  const auto submission = file["submissions"].find("no", stage.next);
  step.same(submission["state"].text(), "releasable", Word::kWalkSkips);
  step.same(std::to_string(file["entries"].items().size()), "2", Word::kWalkNoNewEntry);
  step.same(std::to_string(stage.notices(step, "filing_started").size()), "2", Word::kWalkNotices,
            {"2", "filing_started"});
  expect_served_to_all(stage, step, stage.v2);
}

void goes_out_by_share(Stage& stage, Step& step) {
  stage.send(step, Who::kDeveloper, "release",
             json::object{{"submission", stage.next}, {"share", 3'000}});
  auto counts = stage.served_to_all(step);
  step.expect(counts[stage.v3] > 0 && counts[stage.v2] > counts[stage.v3] &&
                  counts[stage.v2] + counts[stage.v3] == kDevices,
              Word::kWalkShared,
              {std::to_string(counts[stage.v3]), std::to_string(counts[stage.v2])},
              std::to_string(counts[stage.v3]) + " " + std::to_string(counts[stage.v2]));
  stage.send(step, Who::kDeveloper, "share", json::object{{"share", 10'000}});
  expect_served_to_all(stage, step, stage.v3);
}

void rolls_back(Stage& stage, Step& step) {
  stage.refused(step, Who::kDeveloper, "roll-back", json::object{{"submission", stage.first}},
                {"version_barred", "not_released_before"}, Word::kWalkNoRollBack);
  stage.send(step, Who::kDeveloper, "roll-back", json::object{{"submission", stage.rectified}});
  expect_served_to_all(stage, step, stage.v2);
  step.same(std::to_string(stage.file(step)["submissions"].items().size()), "3",
            Word::kWalkNoReview);
}

void suspends_and_returns(Stage& stage, Step& step) {
  const auto bars = stage.file(step)["bars"].items().size();
  stage.send(step, Who::kDeveloper, "suspend", nullptr);
  step.same(stage.file(step)["service"].text(), "suspended", Word::kWalkService, {"suspended"});
  step.same(stage.served(step, "walk-0").code, "service_suspended", Word::kWalkSuspended);
  stage.send(step, Who::kDeveloper, "resume", nullptr);
  const auto file = stage.file(step);
  step.same(file["service"].text(), "served", Word::kWalkService, {"served"});
  step.same(std::to_string(file["bars"].items().size()), std::to_string(bars),
            Word::kWalkBarsNothing);
  expect_served_to_all(stage, step, stage.v2);
}

void the_record(Stage& stage, Step& step) {
  const auto file = stage.file(step);
  const auto events = stage.list(step, Who::kDeveloper, app_path(stage.people().app, "events"));
  bool dense = !events.empty();
  bool chained = !events.empty();
  for (std::size_t i = 0; i < events.size(); ++i) {
    dense = dense && events[i]["revision"].number() == static_cast<std::int64_t>(i + 1);
    chained = chained && !events[i]["hash"].text().empty() &&
              (i == 0 || events[i]["prev"].text() == events[i - 1]["hash"].text());
  }
  step.expect(dense, Word::kWalkDense, {std::to_string(events.size())}, "-");
  step.same(std::to_string(events.size()), file["revision"].text(), Word::kWalkAllThere);
  step.expect(chained, Word::kWalkChained, {}, "-");
  bool adds_up = true;
  for (const auto& submission : file["submissions"].items()) {
    const auto held = submission["held"];
    const auto sum = held["developer_us"].number() + held["platform_us"].number() +
                     held["authority_us"].number();
    adds_up = adds_up && sum == submission["age_us"].number();
  }
  step.expect(adds_up, Word::kWalkAddsUp, {}, "-");
  for (const char* kind :
       {"pre_launch", "filing_failed", "take_down_ordered", "taken_down", "filing_passed"}) {
    step.same(std::to_string(stage.notices(step, kind).size()), "1", Word::kWalkOneNotice, {kind});
  }
}

}  // namespace

std::vector<StepRow> return_steps() {
  return {
      {Word::kStepBarred, {"R3", "R22"}, barred_stays_out},
      {Word::kStepRectified, {"R9", "R18", "R22"}, files_again},
      {Word::kStepPassInTime, {"R13", "R14", "R22"}, passes_in_time},
      {Word::kStepBack, {"R20", "R22"}, is_back},
      {Word::kStepNext, {"R9", "R14"}, next_skips},
      {Word::kStepShare, {"R20"}, goes_out_by_share},
      {Word::kStepRollBack, {"R3", "R20"}, rolls_back},
      {Word::kStepSuspend, {"R3", "R20"}, suspends_and_returns},
      {Word::kStepRecord, {"R23", "R24", "R26"}, the_record},
  };
}

}  // namespace baobei::cli
