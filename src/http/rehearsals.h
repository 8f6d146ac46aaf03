// The port to rehearsals: the check over packages that were decided, by the rules in force and by
// another version of them, compared with what people decided (check/rehearsal.h).
//
// Invariants: one runs at a time; it changes nothing but its own record. What a stopped server left
// behind is kStopped. The newest kRehearsalsKept are kept. Threads: any. Owner: server/node.h;
// outlives the server.
#pragma once

#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "http/rule_desk.h"

namespace baobei::http {

inline constexpr std::size_t kRehearsedMax = 500;  // packages of one rehearsal
inline constexpr std::size_t kRehearsedUsually = 100;
inline constexpr std::size_t kRehearsalsKept = 20;

enum class RehearsalState { kRunning, kDone, kStopped };
BOOST_DESCRIBE_ENUM(RehearsalState, kRunning, kDone, kStopped)

struct RehearsalRow {
  std::string id;
  std::string version;  // that was tried
  std::string against;  // that was in force
  lifecycle::PersonId begun_by;
  Instant begun_at;
  RehearsalState state = RehearsalState::kRunning;
  std::size_t packages = 0;  // 0 until they were looked up
  std::size_t done = 0;
  std::optional<Instant> ended_at;
  std::string result;  // JSON of what it found; empty before its end
};

class Rehearsals {
 public:
  struct Order {
    std::string version;
    RulesPtr rules;  // null: the program's
    std::string against;
    RulesPtr against_rules;
    std::size_t packages = kRehearsedUsually;
    lifecycle::PersonId by;
    Instant at;
  };

  virtual ~Rehearsals() = default;
  // kConflict while another one runs.
  virtual Result<RehearsalRow> begin(Order order) = 0;
  // Newest first.
  virtual std::vector<RehearsalRow> list() = 0;
  virtual Result<RehearsalRow> find(const std::string& id) = 0;
  // It ends after the package that it is at. kConflict where it ran no more.
  virtual Result<RehearsalRow> stop(const std::string& id) = 0;
};

}  // namespace baobei::http
