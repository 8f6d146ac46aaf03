// People at their desks: what somebody might send next, mostly sensible, sometimes not.
//
// Invariants: the same seed and case files give the same commands. Threads: a test's. Owner: one
// simulation.
#pragma once

#include <string>
#include <vector>

#include "lifecycle/lifecycle.h"
#include "simulation/crash_store.h"

namespace baobei::simulation {

inline constexpr int kApps = 5;
inline constexpr int kVersions = 6;
std::string app_name(std::size_t number);
Digest version_digest(std::size_t number);

struct Member {
  engine::PersonRow row;
  lifecycle::Actor actor;
};
// Everybody there is: two developers' organisations, an agency, reviewers, officers of three
// regions, operators.
const std::vector<Member>& everybody();
const lifecycle::Subject& subject_of(std::size_t app_number);

class People {
 public:
  explicit People(Random& random) : random_(random) {}

  // `app`: nullptr where it is not registered yet.
  lifecycle::Command next(std::size_t app_number, const lifecycle::App* app, Instant now);

 private:
  lifecycle::CommandData choose(std::size_t app_number, const lifecycle::App& app, Instant now);
  lifecycle::CommandData on_submission(const lifecycle::App& app,
                                       const lifecycle::Submission& submission);
  lifecycle::CommandData on_entry(const lifecycle::App& app, const lifecycle::Entry& entry,
                                  Instant now);
  lifecycle::CommandData on_service(const lifecycle::App& app, Instant now);
  lifecycle::CommandData submit(const lifecycle::App& app);
  lifecycle::Actor sender(const lifecycle::CommandData& data, const lifecycle::App* app);
  std::vector<lifecycle::CategoryId> some_categories();
  lifecycle::TextRef words();
  std::uint32_t pick(std::size_t count);  // an ordinal, one in ten beyond

  Random& random_;
};

}  // namespace baobei::simulation
