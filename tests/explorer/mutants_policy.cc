// The policy, the facts and the clock, off by one.
#include "mutants.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

std::vector<Mutant> mutants_of_policy() {
  using enum Invariant;
  MutantRows rows;
  rows.row("a period one second shorter", "filing", kNotEarly,
           with_rules([](Rules& r) { r.filing_period -= std::chrono::seconds(1); }));
  rows.row("a period one microsecond longer", "filing", kNotEarly,
           with_rules([](Rules& r) { r.filing_period += Duration(1); }));
  rows.row("a warning of the end an hour late", "filing", kNotEarly,
           with_rules([](Rules& r) { r.filing_end_warning -= std::chrono::hours(1); }));
  rows.row("a take-down grace of two days", "filing", kDark,
           with_rules([](Rules& r) { r.take_down_grace_max *= 2; }));
  rows.row("a day more to answer a question", "review", kNotEarly,
           with_rules([](Rules& r) { r.developer_answer_limit += std::chrono::hours(24); }));
  rows.row("a day more to appeal", "appeals", kNotEarly,
           with_rules([](Rules& r) { r.appeal_window += std::chrono::hours(24); }));
  rows.row("no cap on the share of silence", "shares", kCap,
           with_rules([](Rules& r) { r.silence_share_max = kFullShare; }));
  rows.row("one signature for a late fail", "signatures", kSignatures,
           with_rules([](Rules& r) { r.second_signature_late_fail = false; }));
  rows.row("one signature for a take-down", "signatures", kSignatures,
           with_rules([](Rules& r) { r.second_signature_take_down = false; }));
  rows.row("silence carries where policy forbids it", "two-entries", kFiled,
           with_rules([](Rules& r) { r.silence_carries = true; }));
  rows.row("an overseas subject spared its first filing", "overseas-enterprise", kFiled,
           with_rules([](Rules& r) { r.overseas_first_submission_files = false; }));
  rows.row("a check that passes the review by itself", "qualification", kReviewed,
           with_rules([](Rules& r) { r.pass_onward_when_check_passed = true; }));
  rows.row("a qualification that never lapses", "qualification", kQualified,
           with_facts([](Facts& f) {
             for (auto& category : f.categories) category.valid_until.reset();
           }));
  rows.row("a desk where there is none", "paper", kRecord,
           with_facts([](Facts& f) { f.channel = Channel::kDesk; }));
  rows.row("a command decided a microsecond early", "filing", kNotEarly,
           at_another_moment(Duration(-1), Duration(0)));
  rows.row("ends a microsecond early", "filing", kNotEarly,
           at_another_moment(Duration(0), Duration(1)));
  return rows.take();
}

}  // namespace baobei::explorer
