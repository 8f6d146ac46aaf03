#include "cli/tones.h"

#include <algorithm>

namespace baobei::cli {
namespace {

struct ToneRow {
  std::string_view vocabulary;
  std::string_view wire;
  Tone tone;
};

constexpr ToneRow kTones[] = {
    {"submission", "releasable", Tone::kGood},
    {"submission", "released", Tone::kGood},
    {"submission", "refused", Tone::kBad},
    {"submission", "filing_failed", Tone::kBad},
    {"submission", "stopped", Tone::kBad},
    {"submission", "waiting_for_developer", Tone::kWarn},
    {"submission", "to_be_handed_over", Tone::kWarn},
    {"submission", "pre_launch", Tone::kWarn},
    {"submission", "withdrawn", Tone::kQuiet},
    {"submission", "lapsed", Tone::kQuiet},
    {"entry", "passed", Tone::kGood},
    {"entry", "failed", Tone::kBad},
    {"entry", "stopped", Tone::kBad},
    {"entry", "silent", Tone::kWarn},
    {"entry", "to_be_handed_over", Tone::kWarn},
    {"entry", "withdrawn", Tone::kQuiet},
    {"entry", "moved", Tone::kQuiet},
    {"service", "served", Tone::kGood},
    {"service", "take_down_ordered", Tone::kBad},
    {"service", "down", Tone::kBad},
    {"service", "suspended", Tone::kWarn},
    {"service", "never_served", Tone::kQuiet},
    {"application", "accepted", Tone::kGood},
    {"application", "refused", Tone::kBad},
    {"application", "applied", Tone::kWarn},
    {"application", "withdrawn", Tone::kQuiet},
    {"job", "done", Tone::kGood},
    {"job", "accepted", Tone::kGood},
    {"job", "refused", Tone::kBad},
    {"job", "failed", Tone::kBad},
    {"job", "cancelled", Tone::kWarn},
    {"edition", "in_force", Tone::kGood},
    {"edition", "proposed", Tone::kWarn},
    {"edition", "to_come", Tone::kWarn},
    {"edition", "shipped", Tone::kQuiet},
    {"edition", "past", Tone::kQuiet},
    {"edition", "withdrawn", Tone::kQuiet},
    {"hold", "standing", Tone::kWarn},
    {"webhook", "active", Tone::kGood},
    {"webhook", "paused", Tone::kWarn},
    {"webhook", "gave_up", Tone::kBad},
    {"webhook", "gone", Tone::kBad},
    {"webhook", "secret_lost", Tone::kBad},
    {"attempt", "delivered", Tone::kGood},
    {"attempt", "refused", Tone::kBad},
    {"attempt", "redirected", Tone::kBad},
    {"attempt", "no_connection", Tone::kBad},
    {"attempt", "no_trust", Tone::kBad},
    {"attempt", "forbidden_address", Tone::kBad},
    {"attempt", "too_slow", Tone::kBad},
    {"attempt", "bad_answer", Tone::kBad},
    {"attempt", "not_made", Tone::kBad},
};

}  // namespace

Tone tone_of(std::string_view vocabulary, std::string_view wire) {
  const auto row = std::ranges::find_if(kTones, [&](const ToneRow& each) {
    return each.vocabulary == vocabulary && each.wire == wire;
  });
  return row == std::end(kTones) ? Tone::kPlain : row->tone;
}

}  // namespace baobei::cli
