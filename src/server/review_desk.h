// What reviewers work with beside the case files: who looks at what, what a case weighs, which
// findings are dismissed.
//
// Threads: as its parts. Owner: the Node; the database outlives it.
#pragma once

#include "http/fragments.h"
#include "http/review_leases.h"
#include "http/risk_desk.h"
#include "store/sqlite_dismissals.h"

namespace baobei::server {

// Checks as another checker does; of the rules that policy may refuse by, those whose every error
// was dismissed are left out. What cannot be told is left in.
class UndismissedChecker final : public engine::Checker {
 public:
  UndismissedChecker(engine::Checker& checker, engine::Dismissals& dismissals,
                     engine::Contents& contents, std::function<void(const Error&)> report)
      : checker_(checker),
        dismissals_(dismissals),
        contents_(contents),
        report_(std::move(report)) {}

  engine::CheckResult check(const engine::CheckJob& job) override {
    auto result = checker_.check(job);
    if (result.error_rules.empty()) return result;
    auto left =
        http::undismissed_rules(result.error_rules, job, result.report, dismissals_, contents_);
    if (left) result.error_rules = std::move(*left);
    if (!left) report_(left.error());
    return result;
  }

 private:
  engine::Checker& checker_;
  engine::Dismissals& dismissals_;
  engine::Contents& contents_;
  const std::function<void(const Error&)> report_;
};

class ReviewDesk {
 public:
  explicit ReviewDesk(store::Opened& database) : dismissals_(*database.store, *database.reader) {}

  engine::Dismissals& dismissals() { return dismissals_; }

  void plug_into(http::Services& services) {
    services.leases = &leases_;
    services.risks = &risks_;
    services.dismissals = &dismissals_;
  }

 private:
  http::ReviewLeases leases_;
  http::RiskDesk risks_;
  store::SqliteDismissals dismissals_;
};

}  // namespace baobei::server
