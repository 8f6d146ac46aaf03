// The draw of submissions that a person sees although nothing sends them there (R4).
#include <algorithm>

#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {
namespace {

constexpr std::string_view kSamplingDomain = "baobei.sampling/1\n";

bool is_drawn(const AppId& app, const Submission& submission, const Rules& rules) {
  Sha256 hash;
  hash.update(kSamplingDomain);
  for (const auto& part :
       {std::to_string(rules.sampling_seed), app, std::to_string(submission.no),
        to_hex(submission.digest), std::to_string(to_micros(submission.submitted_at))}) {
    hash.update(part);
    hash.update("\n");
  }
  const auto digest = hash.finish();
  // 48 bits: the product with a share does not overflow.
  std::uint64_t fraction = 0;
  for (std::size_t i = 0; i < 6; ++i) fraction = fraction << 8 | digest.bytes[i];
  return fraction * kFullShare < std::uint64_t{rules.sampling_share} << 48;
}

}  // namespace

bool is_sampled(const App& app, const Submission& submission, const Rules& rules) {
  if (rules.sampling_share == 0) return false;
  for (auto other = app.submissions.rbegin(); other != app.submissions.rend(); ++other) {
    if (other->no > submission.no) continue;
    const bool unseen = other->no == submission.no ||
                        (other->state == SubmissionState::kWithdrawn && other->decided_by.empty());
    if (!unseen) break;
    if (is_drawn(app.id, *other, rules)) return true;
  }
  return false;
}

}  // namespace baobei::lifecycle
