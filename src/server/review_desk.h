// What reviewers work with beside the case files: who looks at what, what a case weighs, which
// findings are dismissed.
//
// Threads: as its parts. Owner: the Node; the database outlives it.
#pragma once

#include "http/review_leases.h"
#include "http/risk_desk.h"
#include "store/sqlite_dismissals.h"

namespace baobei::server {

class ReviewDesk {
 public:
  explicit ReviewDesk(store::Opened& database) : dismissals_(*database.store, *database.reader) {}

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
