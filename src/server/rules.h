// The packs of rules of a running server, put together: their record and what is in force, what a
// proposal is tried by, and rehearsals over what was decided.
//
// Threads: open, start, stop from the Node's owner; in_force from any. Owner: the Node; what is
// handed in outlives it.
#pragma once

#include <functional>
#include <memory>

#include "blobs/blobs.h"
#include "check/child.h"
#include "http/rule_desk.h"
#include "store/sqlite_editions.h"

namespace baobei::http {
struct Services;
}

namespace baobei::server {

// Where rehearsals are kept; in no back-up.
std::string rehearsals_path(const std::string& data);

class Rehearser;

// Packs beside the program's own signals and categories: compiled, their examples run.
http::RuleTrial try_packs(const std::vector<catalogue::SourceFile>& packs);

class Rules {
 public:
  struct Means {
    engine::Clock& clock;
    blobs::Store& blobs;
    check::Worker worker;
    check::wire::Sandbox sandbox;
    std::string folder;  // of rehearsals
    std::function<void(const Error&)> report;
  };

  static Result<std::unique_ptr<Rules>> open(store::Opened& database, Means means);
  ~Rules();

  void plug_into(http::Services& services);
  void stop();
  // What a check that begins now goes by; null: the program's own.
  Result<http::RulesPtr> in_force();

 private:
  Rules(store::Opened& database, engine::Clock& clock);

  engine::Clock& clock_;
  store::SqliteEditions record_;
  std::unique_ptr<http::RuleDesk> desk_;
  std::unique_ptr<Rehearser> rehearser_;
};

}  // namespace baobei::server
