// Weighs cases for the reviewers' queue (lifecycle/risk.h): gathers what the case file does not say
// from the report, the versions and the subject's other mini-programs, and remembers what cannot
// change.
//
// Invariants: what is remembered is of sealed versions and stored reports; kRiskFactsKept of each
// kind. Nothing that could not be read counts as harmless: such a score says that it is incomplete.
// Threads: any. Blocks on the disk: call it away from the I/O threads. Owner: the server's Node.
#pragma once

#include <map>
#include <mutex>

#include "base/json.h"
#include "http/services.h"
#include "lifecycle/risk.h"

namespace baobei::http {

inline constexpr std::size_t kRiskFactsKept = 10'000;

struct Weighed {
  lifecycle::RiskScore score;
  bool complete = true;
};

class RiskDesk {
 public:
  Weighed weigh(const lifecycle::App& app, const lifecycle::Submission& submission,
                Services& services);

 private:
  struct ReportFacts {
    std::uint32_t content = 0;
    std::uint32_t errors = 0;
    std::uint32_t warnings = 0;
    std::uint32_t undeclared = 0;
  };
  Result<ReportFacts> facts_of_report(const lifecycle::App& app,
                                      const lifecycle::Submission& submission, Services& services);
  Result<lifecycle::Share> changed(const Digest& before, const Digest& after,
                                   engine::Contents& contents);

  std::mutex mutex_;
  std::map<Digest, ReportFacts> reports_;       // by report and what of it is dismissed
  std::map<Digest, lifecycle::Share> changes_;  // by both versions
};

// {"points","high","complete","items":[{"what","count","points","why","why_zh","why_en"}]}
json::object risk_json(const Weighed& weighed, const lifecycle::Rules& rules,
                       catalogue::Language language);

}  // namespace baobei::http
