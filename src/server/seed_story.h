// One mini-program's past, told step by step: each call plans a command of somebody, so long before
// the demo begins.
//
// Invariants: steps are planned in the order of time; submissions are meant by their order.
// Threads: one. Owner: seed(); the stage outlives it.
#pragma once

#include <string>
#include <vector>

#include "server/seed_stage.h"

namespace baobei::server {

using std::chrono::hours;
using std::chrono::minutes;

struct StoryBegin {
  lifecycle::AppId app;
  std::string name;
  std::size_t subject = 0;  // index into Cast::subjects
  std::string sample;
  lifecycle::CategoryId category;
};

class Story {
 public:
  Story(SeedStage& stage, Instant demo_begins, StoryBegin begin)
      : stage_(stage), begins_(demo_begins), begin_(std::move(begin)) {}

  Story& registers(Duration ago);
  Story& authorises_agency(Duration ago);
  // A new version and its submission; every open point to rectify is answered.
  Story& submits(Duration ago, lifecycle::ReleaseChoice choice = lifecycle::ReleaseChoice::kByHand);
  Story& is_asked(Duration ago, std::string question);
  Story& answers_question(Duration ago, std::string answer);
  Story& is_passed(Duration ago);
  Story& is_refused(Duration ago, lifecycle::ReasonId reason, std::string text);
  Story& appeals(Duration ago, std::string text);
  Story& withdraws(Duration ago);
  Story& is_stopped(Duration ago, lifecycle::ReasonId reason);
  Story& is_handed_over(Duration ago);  // the newest submission, by an operator (R10a)
  Story& office_passes(Duration ago);
  Story& office_fails(Duration ago, const lifecycle::ReasonId& point, const std::string& text,
                      lifecycle::OrderScope scope, Duration grace);
  Story& releases(Duration ago, lifecycle::Share share = lifecycle::kFullShare);
  Story& rolls_back(Duration ago);  // to the first version
  Story& suspends(Duration ago);
  Story& moves_to(Duration ago, lifecycle::RegionCode region);

 private:
  // Plans `step` with the case file as it is then.
  void plan(Duration ago, std::function<Status(const lifecycle::App&)> step);
  void by_developer(Duration ago,
                    std::function<lifecycle::CommandData(const lifecycle::App&)> command);
  lifecycle::Actor officer_of(const lifecycle::App& app, bool second) const;

  SeedStage& stage_;
  const Instant begins_;
  const StoryBegin begin_;
  int versions_ = 0;
};

}  // namespace baobei::server
