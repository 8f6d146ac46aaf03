// The parameters of the rules: policy as data (R25). One value of Rules is the policy in force at
// one instant; the catalogue module reads it from catalogue/policy.toml.
//
// A clock runs by the policy in force when it starts: `decide` copies what it needs into the event
// that starts it. Marks as in PROCESS.md: [S] the process itself, [N] published practice, [O] ours.
// Threads: plain value.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::lifecycle {

struct Rules {
  std::string version = "builtin";

  // R11 [S]: exactly 7 × 24 h.
  Duration filing_period = std::chrono::seconds(604'800);
  Duration filing_end_warning = std::chrono::hours(24);           // [O] notice ahead of an end
  Duration review_due = std::chrono::hours(72);                   // [O] a review is late after this
  Duration developer_answer_limit = std::chrono::hours(14 * 24);  // [O] 待补充 → withdrawn
  Duration appeal_window = std::chrono::hours(30 * 24);           // R8 [O]
  Duration releasable_lapse = std::chrono::hours(180 * 24);       // states table, 可发布
  Duration take_down_grace_max = std::chrono::hours(24);          // R17 [O]
  Duration take_down_warning = std::chrono::hours(2);             // [O] notice ahead of down_by
  Duration qualification_grace = std::chrono::hours(30 * 24);     // R2a [O]
  Duration qualification_warning = std::chrono::hours(30 * 24);   // [O] notice ahead of expiry

  std::uint32_t categories_max = 5;      // [N] declared categories of one submission
  std::uint32_t check_attempts_max = 3;  // R4: could not check → retried, then a person
  Share silence_share_max = kFullShare;  // R20: cap while silence is the only ground

  bool overseas_first_submission_files = true;  // R9 [N]
  bool silence_carries = false;                 // R16 [O]
  bool door_closed_extends = false;             // R13 [O]
  bool second_signature_late_fail = false;      // R17 [O]
  bool second_signature_take_down = false;      // R17 [O]
  bool pass_onward_when_check_passed = false;   // R4: without a person, unless a blocker is named
  std::vector<std::string> auto_refuse_rules;   // R4: checker rule ids that refuse by themselves
  // R4 [O]: of what would go on without a person, the share that one sees all the same, and the
  // published seed that it is drawn from (is_sampled).
  Share sampling_share = 0;
  std::uint32_t sampling_seed = 1;

  // [O] What a case weighs in the reviewers' queue (risk.h): points, which decide nothing (R4).
  std::uint32_t risk_first_submission = 15;
  std::uint32_t risk_new_subject = 10;
  std::uint32_t risk_young = 5;
  Duration risk_young_for = std::chrono::hours(90 * 24);
  std::uint32_t risk_filing_category = 15;
  std::uint32_t risk_sensitive_category = 10;
  std::uint32_t risk_error = 10;
  std::uint32_t risk_warning = 3;
  std::uint32_t risk_content = 20;
  std::uint32_t risk_undeclared_category = 15;
  std::uint32_t risk_could_not_check = 25;
  std::uint32_t risk_refused_before = 8;
  std::uint32_t risk_failed_before = 15;
  std::uint32_t risk_taken_down_before = 20;
  std::uint32_t risk_barred_elsewhere = 40;
  std::uint32_t risk_rectification = 10;
  std::uint32_t risk_change = 20;     // of a version of which nothing is as it was
  std::uint32_t risk_high_from = 60;  // a case of so many points is in the queue for its risk

  RegionCode overseas_authority;  // R10a: office of overseas subjects; no default

  bool operator==(const Rules&) const = default;
};
BOOST_DESCRIBE_STRUCT(
    Rules, (),
    (version, filing_period, filing_end_warning, review_due, developer_answer_limit, appeal_window,
     releasable_lapse, take_down_grace_max, take_down_warning, qualification_grace,
     qualification_warning, categories_max, check_attempts_max, silence_share_max,
     overseas_first_submission_files, silence_carries, door_closed_extends,
     second_signature_late_fail, second_signature_take_down, pass_onward_when_check_passed,
     auto_refuse_rules, sampling_share, sampling_seed, risk_first_submission, risk_new_subject,
     risk_young, risk_young_for, risk_filing_category, risk_sensitive_category, risk_error,
     risk_warning, risk_content, risk_undeclared_category, risk_could_not_check,
     risk_refused_before, risk_failed_before, risk_taken_down_before, risk_barred_elsewhere,
     risk_rectification, risk_change, risk_high_from, overseas_authority))

}  // namespace baobei::lifecycle
