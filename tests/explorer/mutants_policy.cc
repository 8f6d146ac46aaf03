// The policy, the facts and the clock, off by one.
#include "mutants.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

std::vector<Mutant> mutants_of_policy() {
  using enum Invariant;
  const auto rules = with_rules;
  std::vector<Mutant> all;
  const auto row = [&](const char* name, const char* universe, Invariant caught_by, Core core) {
    all.push_back({name, universe, caught_by, std::move(core), {}});
  };
  row("a period one second shorter", "filing", kNotEarly,
      rules([](Rules& r) { r.filing_period -= std::chrono::seconds(1); }));
  row("a period one microsecond longer", "filing", kNotEarly,
      rules([](Rules& r) { r.filing_period += Duration(1); }));
  row("a warning of the end an hour late", "filing", kNotEarly,
      rules([](Rules& r) { r.filing_end_warning -= std::chrono::hours(1); }));
  row("a take-down grace of two days", "filing", kDark,
      rules([](Rules& r) { r.take_down_grace_max *= 2; }));
  row("a day more to answer a question", "review", kNotEarly,
      rules([](Rules& r) { r.developer_answer_limit += std::chrono::hours(24); }));
  row("a day more to appeal", "appeals", kNotEarly,
      rules([](Rules& r) { r.appeal_window += std::chrono::hours(24); }));
  row("no cap on the share of silence", "shares", kCap,
      rules([](Rules& r) { r.silence_share_max = kFullShare; }));
  row("one signature for a late fail", "signatures", kSignatures,
      rules([](Rules& r) { r.second_signature_late_fail = false; }));
  row("one signature for a take-down", "signatures", kSignatures,
      rules([](Rules& r) { r.second_signature_take_down = false; }));
  row("silence carries where policy forbids it", "two-entries", kFiled,
      rules([](Rules& r) { r.silence_carries = true; }));
  row("an overseas subject spared its first filing", "overseas-enterprise", kFiled,
      rules([](Rules& r) { r.overseas_first_submission_files = false; }));
  row("a check that passes the review by itself", "qualification", kReviewed,
      rules([](Rules& r) { r.pass_onward_when_check_passed = true; }));
  row("a qualification that never lapses", "qualification", kQualified, with_facts([](Facts& f) {
        for (auto& category : f.categories) category.valid_until.reset();
      }));
  row("a desk where there is none", "paper", kRecord,
      with_facts([](Facts& f) { f.channel = Channel::kDesk; }));
  row("a command decided a microsecond early", "filing", kNotEarly,
      at_another_moment(Duration(-1), Duration(0)));
  row("ends a microsecond early", "filing", kNotEarly, at_another_moment(Duration(0), Duration(1)));
  return all;
}

}  // namespace baobei::explorer
