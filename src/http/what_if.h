// What a change of catalogue or policy would touch: for one case file, purely; and over all of
// them, counted and by pages, before anybody proposes or confirms it (R25).
//
// Invariants: it says what today's case files would meet; nothing is kept and nothing is promised.
// Threads: any; a scan takes long, so it runs in the background. Owner: none.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/fwd.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/diff.h"
#include "engine/ports.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {

struct Services;

inline constexpr std::size_t kWhatIfCountMax = 10'000;   // counted exactly up to here
inline constexpr std::size_t kWhatIfLooksMax = 200'000;  // mini-programs that one scan looks at

enum class WhatIfEffect {
  kCategoryClosed,
  kQualificationNeeded,
  kFilingNeeded,
  kFilingNotNeeded,
  kClockKeepsEnd,
  kClockMoves,
  kGuardChanges,
};
BOOST_DESCRIBE_ENUM(WhatIfEffect, kCategoryClosed, kQualificationNeeded, kFilingNeeded,
                    kFilingNotNeeded, kClockKeepsEnd, kClockMoves, kGuardChanges)

struct Effect {
  WhatIfEffect effect = WhatIfEffect::kCategoryClosed;
  std::optional<lifecycle::SubmissionNo> submission;
  std::optional<lifecycle::SubmissionState> state;
  std::optional<catalogue::NamedValue> category;
  std::optional<std::vector<catalogue::Text>> documents;
  std::optional<bool> lacking;
  std::optional<std::string> parameter;
  std::optional<lifecycle::DeadlineKind> clock;
  std::optional<Instant> end;
  std::optional<Instant> would_be;
};
BOOST_DESCRIBE_STRUCT(Effect, (),
                      (effect, submission, state, category, documents, lacking, parameter, clock,
                       end, would_be))

// Of what is open or served: categories that close, qualifications and filings that come or go.
std::vector<Effect> effects_of(const lifecycle::App& app, const catalogue::Catalogue& before,
                               const catalogue::Catalogue& after);

// Clocks that run on at `from` and keep their end, reminders that move, guards of the next step.
std::vector<Effect> effects_of(const lifecycle::App& app, const lifecycle::Rules& before,
                               const lifecycle::Rules& after, Instant from);

// Documents that every way into the category asks for now and none asked for before, of the way
// with the fewest of them; empty where some way is as before.
std::vector<catalogue::Text> newly_needed(const catalogue::Category& before,
                                          const catalogue::Category& after);

// The members of a WhatIf: counts over all mini-programs, `page.limit` items behind `page.after`.
Result<boost::json::object> scan(
    Services& services, const engine::Page& page,
    const std::function<std::vector<Effect>(const lifecycle::App&)>& effects_of_app);

}  // namespace baobei::http
