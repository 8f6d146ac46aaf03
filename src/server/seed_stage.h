// How a demo's past comes about: real commands through the real engine, each at its instant, on the
// sandbox's clock. Nothing is written past the engine but the directory.
//
// Invariants: steps run in the order of their instants; the first that is not accepted ends the
// seeding with its name, for a demo that tells something else than it means to is worse than none.
// Threads: one; the Node's engine runs. Owner: seed().
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "lifecycle/lifecycle.h"
#include "server/node.h"
#include "server/seed_cast.h"

namespace baobei::server {

class SeedStage {
 public:
  SeedStage(Node& node, const Cast& cast, std::filesystem::path scratch)
      : node_(node), cast_(cast), scratch_(std::move(scratch)) {}

  // ---- planning ----
  void at(Instant when, std::function<Status()> step) { steps_.push_back({when, std::move(step)}); }
  // Everything planned, in order, and then up to `now`.
  Status play(Instant now);

  // ---- what steps do ----
  const Cast& cast() const { return cast_; }
  Status put_name(const lifecycle::AppId& app, const std::string& name);
  // A version of a sample ("neighbourhood-forum"), different for each label of each mini-program.
  Result<Digest> upload(const lifecycle::AppId& app, const std::string& sample,
                        const std::string& label);
  Status send(const lifecycle::AppId& app, const lifecycle::Actor& actor,
              lifecycle::CommandData data, std::vector<engine::TextRow> texts = {});
  Result<lifecycle::App> case_file(const lifecycle::AppId& app);
  // The newest submission, when its check is over.
  Result<lifecycle::Submission> checked(const lifecycle::AppId& app);
  Instant now() { return node_.sandbox_clock()->now(); }

 private:
  struct Planned {
    Instant when;
    std::function<Status()> step;
  };
  Result<std::string> unpacked(const std::string& sample);
  static std::string script_of(const std::string& sample);

  Node& node_;
  const Cast& cast_;
  const std::filesystem::path scratch_;
  std::vector<Planned> steps_;
};

}  // namespace baobei::server
