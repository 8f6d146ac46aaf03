// The port to everything that is kept of one person: told to them as a whole, and taken away for
// good (DESIGN decision 7).
//
// Invariants: events hold ids alone, so that erasing breaks no proof: the id stays in the log, and
// nothing says any more whose it is. What a person did to a case stays in its record, under the id.
// Erased is who is no longer active; an id that was erased is nobody's again. Threads: erase on the
// engine's writer alone; what reads from any. Owner: server/main.cc; outlives the server.
#pragma once

#include <string>
#include <vector>

#include "engine/calendar_ports.h"
#include "engine/sign_in_ports.h"

namespace baobei::engine {

inline constexpr std::uint64_t kActsWindow = 20'000;  // of the log, at one call

struct Erasure {
  lifecycle::PersonId person;
  lifecycle::PersonId by;
  Instant at;
};

// An event that the person brought about.
struct PersonAct {
  std::uint64_t log_index = 0;
  lifecycle::AppId app;
  std::string type;
  Instant at;
};
struct PersonActs {
  std::vector<PersonAct> acts;
  std::uint64_t next = 0;  // where the next window begins; 0: that was the log
};

struct KeptOfPerson {
  PersonRow person;
  bool owner = false;  // of their organisation
  std::vector<IssuedToken> tokens;
  Credentials credentials;
  std::vector<CalendarRow> calendars;
};

class PersonalData {
 public:
  virtual ~PersonalData() = default;

  // ---- on the writer's thread
  // Name, unit, roles, tokens, password, second factor, invitations, calendars, ownership, and what
  // proposals say of them; an open proposal is rejected. kNotFound; kConflict where they are active
  // or were erased before.
  virtual Status erase(const Erasure& erasure) = 0;

  // ---- any thread
  virtual Result<KeptOfPerson> kept(const lifecycle::PersonId& person) = 0;
  // Of the kActsWindow entries of the log behind `after`.
  virtual Result<PersonActs> acts(const lifecycle::PersonId& person, std::uint64_t after) = 0;
  virtual Result<std::optional<Erasure>> erased(const lifecycle::PersonId& person) = 0;
};

}  // namespace baobei::engine
