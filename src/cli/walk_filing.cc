// The walk through the period: its last second, silence, release, the late fail, the take-down.

#include <algorithm>

#include "base/json.h"
#include "cli/walk_stage.h"

namespace baobei::cli {
namespace {

json::object release_body(std::int64_t submission, std::int64_t share = 10'000) {
  return {{"submission", submission}, {"share", share}};
}

json::object point(const char* code, Word text) {
  return {{"code", code}, {"text", std::string(word(text, Language::kZh))}};
}

std::vector<std::string> barred(const View& file) {
  std::vector<std::string> digests;
  for (const auto& bar : file["bars"].items()) digests.push_back(bar["digest"].text());
  return digests;
}

void one_second_before(Stage& stage, Step& step) {
  stage.move_clock(step, stage.end - std::chrono::seconds(1));
  step.same(stage.submission(step, stage.first)["state"].text(), "filing", Word::kWalkFiling);
  stage.refused(step, Who::kDeveloper, "release", release_body(stage.first), {"not_in_state"},
                Word::kWalkNoRelease);
  const auto served = stage.served(step, "walk-0");
  step.same(served.code, "not_yet_for_you", Word::kWalkNotYet);
  step.same(std::to_string(stage.notices(step, "pre_launch").size()), "0", Word::kWalkNoNotice,
            {"pre_launch"});
}

void at_the_end(Stage& stage, Step& step) {
  stage.move_clock(step, stage.end);
  const auto file = stage.file(step);
  const auto submission = file["submissions"].find("no", stage.first);
  step.same(submission["state"].text(), "pre_launch", Word::kWalkPreLaunch);
  step.same(submission["ground"].text(), "silence", Word::kWalkSilence);
  const auto entry = file["entries"].find("no", stage.first_entry);
  step.same(entry["state"].text(), "silent", Word::kWalkStillOpen);
  step.expect(entry["open"].flag(), Word::kWalkStillOpen, {}, "false");
  step.expect(file["completed"].items().empty(), Word::kWalkNothingCompleted, {}, "-");
  const auto notices = stage.notices(step, "pre_launch");
  step.same(std::to_string(notices.size()), "1", Word::kWalkOneNotice, {"pre_launch"});
  step.same(stage.served(step, "walk-0").code, "not_yet_for_you", Word::kWalkNotYet);
}

void releases(Stage& stage, Step& step) {
  stage.send(step, Who::kDeveloper, "release", release_body(stage.first));
  const auto file = stage.file(step);
  step.same(file["submissions"].find("no", stage.first)["state"].text(), "released",
            Word::kWalkReleased);
  step.same(file["service"].text(), "served", Word::kWalkService, {"served"});
  const auto counts = stage.served_to_all(step);
  const auto all = counts.find(stage.v1);
  step.expect(all != counts.end() && all->second == kDevices, Word::kWalkAllServed,
              {stage.v1.substr(0, 12)}, "-");
  step.expect(file["entries"].find("no", stage.first_entry)["open"].flag(), Word::kWalkStillOpen,
              {}, "false");
}

void late_fail(Stage& stage, Step& step) {
  const auto now = stage.now(step);
  stage.down_by = ceil_to_second(now) + std::chrono::hours(6);
  json::object body{{"digest", stage.v1}, {"verdict", "fail"}, {"scope", "service"}};
  body["points"] = json::array{point("ugc_no_moderation", Word::kWalkPointOne),
                               point("responsible_person_missing", Word::kWalkPointTwo)};
  body["down_by"] = format_rfc3339(now + std::chrono::hours(25));
  const auto tail = "filings/" + std::to_string(stage.first_entry) + "/answer";
  stage.refused(step, Who::kOfficer, tail, body, {"down_by_beyond_grace"}, Word::kWalkGrace);
  body["down_by"] = format_rfc3339(stage.down_by);
  stage.answer(step, stage.first_entry, std::move(body));

  const auto file = stage.file(step);
  step.same(file["entries"].find("no", stage.first_entry)["state"].text(), "failed",
            Word::kWalkFailed);
  step.expect(file["answers"].last()["late"].flag(), Word::kWalkLate, {}, "false");
  const auto bars = barred(file);
  step.expect(std::ranges::find(bars, stage.v1) != bars.end(), Word::kWalkBarred,
              {stage.v1.substr(0, 12)}, "-");
  const auto order = file["orders"].last();
  step.same(order["state"].text() + " " + order["take_down"]["scope"].text(), "standing service",
            Word::kWalkOrdered);
  step.same(order["take_down"]["down_by"].text(), format_rfc3339(stage.down_by), Word::kWalkDownBy,
            {step.terminal().when(stage.down_by)});
  step.same(file["service"].text(), "take_down_ordered", Word::kWalkService, {"take_down_ordered"});
  step.same(std::to_string(file["items"].items().size()), "2", Word::kWalkItems, {"2"});
  for (const char* kind : {"filing_failed", "take_down_ordered"}) {
    step.same(std::to_string(stage.notices(step, kind).size()), "1", Word::kWalkOneNotice, {kind});
  }
}

void only_narrowing(Stage& stage, Step& step) {
  step.same(stage.served(step, "walk-0").digest, stage.v1, Word::kWalkServedUntil);
  stage.send(step, Who::kDeveloper, "share", json::object{{"share", 5'000}});
  step.same(stage.file(step)["serving"]["share"].text(), "5000", Word::kWalkShare, {"50 %"});
  auto counts = stage.served_to_all(step);
  step.expect(counts[stage.v1] > 0 && counts[stage.v1] < kDevices &&
                  counts[stage.v1] + counts[""] == kDevices,
              Word::kWalkSomeServed, {std::to_string(counts[stage.v1]), std::to_string(kDevices)},
              std::to_string(counts[stage.v1]));
  // Which guard speaks first is a matter of their order; that one does is the rule.
  const std::vector<std::string> guards = {"only_narrowing", "service_ordered", "version_barred"};
  stage.refused(step, Who::kDeveloper, "share", json::object{{"share", 10'000}}, guards,
                Word::kWalkNoWidening);
  step.same(stage.file(step)["serving"]["share"].text(), "5000", Word::kWalkShare, {"50 %"});
}

void grace_runs_out(Stage& stage, Step& step) {
  stage.move_clock(step, stage.down_by - std::chrono::seconds(1));
  const auto before = stage.served_to_all(step);
  step.expect(before.contains(stage.v1), Word::kWalkServedUntil, {}, "-");
  step.same(stage.file(step)["service"].text(), "take_down_ordered", Word::kWalkService,
            {"take_down_ordered"});
  stage.move_clock(step, stage.down_by);
  for (const char* device : {"walk-0", "walk-1", "walk-2", "walk-3"}) {
    const auto served = stage.served(step, device);
    step.same(std::to_string(served.status), "451", Word::kWalkDark, {device});
    step.expect(!served.ground.empty(), Word::kWalkGround, {served.ground}, "-");
    step.same(served.since, format_rfc3339(stage.down_by), Word::kWalkSince,
              {step.terminal().when(stage.down_by)});
  }
  const auto file = stage.file(step);
  step.same(file["service"].text(), "down", Word::kWalkService, {"down"});
  step.expect(file["orders"].last()["carried_out"].flag(), Word::kWalkCarriedOut, {}, "false");
  step.same(std::to_string(stage.notices(step, "taken_down").size()), "1", Word::kWalkOneNotice,
            {"taken_down"});
}

}  // namespace

std::vector<StepRow> filing_steps() {
  return {
      {Word::kStepLastSecond, {"R11", "R13", "R16"}, one_second_before},
      {Word::kStepEnd, {"R13", "R16"}, at_the_end},
      {Word::kStepRelease, {"R16", "R20"}, releases},
      {Word::kStepLateFail, {"R3", "R15", "R17", "R22"}, late_fail},
      {Word::kStepNarrowing, {"R17", "R20"}, only_narrowing},
      {Word::kStepDown, {"R17", "R20"}, grace_runs_out},
  };
}

}  // namespace baobei::cli
