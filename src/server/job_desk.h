// Jobs, the keys of offices, scans of paper, forms and what changed grants have to reach, put
// together: their store, and who carries them out.
//
// Invariants: stopped before the engine, destroyed after it was stopped and before it goes
// (http/job_runner.h says why). Threads: open, start, stop from the Node's owner. Owner: the Node;
// what is handed in outlives it.
#pragma once

#include "http/grant_settler.h"
#include "http/job_runner.h"
#include "store/sqlite_forms.h"
#include "store/sqlite_jobs.h"
#include "store/sqlite_scans.h"
#include "store/sqlite_settlings.h"

namespace baobei::server {

class JobDesk {
 public:
  explicit JobDesk(store::Opened& database)
      : jobs_(*database.store, *database.reader),
        keys_(*database.store, *database.reader),
        scans_(*database.store, *database.reader),
        settlings_(*database.store, *database.reader),
        forms_(*database.store, *database.reader) {}

  void plug_into(http::Services& services) {
    services.jobs = &jobs_;
    services.job_runner = &runner_;
    services.office_keys = &keys_;
    services.scans = &scans_;
    services.settler = &settler_;
    services.forms = &forms_;
  }
  // Before the engine starts: what is left of an earlier run holds back the ends behind it.
  Status resume(http::Services& services) { return runner_.resume(services); }
  void start(http::Services& services) {
    runner_.start(services);
    settler_.start(services);
  }
  void stop() {
    settler_.stop();
    runner_.stop();
  }

 private:
  store::SqliteJobs jobs_;
  store::SqliteOfficeKeys keys_;
  store::SqliteScans scans_;
  store::SqliteSettlings settlings_;
  store::SqliteForms forms_;
  http::JobRunner runner_;
  http::GrantSettler settler_{settlings_};
};

}  // namespace baobei::server
