// What the API needs besides the engine: versions as people read them, uploads in pieces, hosts,
// the feed and its streams, calendars, signing keys.
//
// Invariants: the streams end before the server stops, so that it need not wait for them.
// Threads: open, start, stop from the Node's owner; the parts from any. Owner: the Node; what is
// handed in outlives it.
#pragma once

#include <functional>
#include <memory>

#include "http/event_hub.h"
#include "http/measure_feeder.h"
#include "http/partial_files.h"
#include "http/published_figures.h"
#include "http/retention.h"
#include "http/services.h"
#include "http/traced.h"
#include "receipts/receipts.h"
#include "server/config.h"
#include "store/sqlite_calendars.h"
#include "store/sqlite_case_accesses.h"
#include "store/sqlite_counts.h"
#include "store/sqlite_feed.h"
#include "store/sqlite_hosts.h"
#include "store/sqlite_personal_data.h"
#include "store/sqlite_records.h"
#include "store/sqlite_retention.h"
#include "store/sqlite_search.h"
#include "store/sqlite_sign_ins.h"
#include "store/sqlite_statistics.h"
#include "store/sqlite_uploads.h"
#include "versions/versions.h"

namespace baobei::server {

std::string keys_path(const std::string& data);
// What seals second factors; in no back-up.
std::string seal_path(const std::string& data);
std::string partials_path(const std::string& data);

class Beside {
 public:
  using Report = std::function<void(const Error&)>;

  // The data folder exists and is this process's alone.
  static Result<std::unique_ptr<Beside>> open(const Config& config, store::Opened& database,
                                              engine::Blobs& blobs, engine::Clock& clock,
                                              versions::OutlineMaker outlines, Report report);

  engine::Contents& contents() { return versions_; }
  void plug_into(http::Services& services);
  // With the services plugged: sweeps what nobody finished, begins to tail the log.
  void start(http::Services& services);
  void stop();

  engine::SignIns& sign_ins() { return sign_ins_; }

 private:
  Beside(const Config& config, store::Opened& database, engine::Blobs& blobs, engine::Clock& clock,
         versions::OutlineMaker outlines, Report report, receipts::KeyRing keys);

  versions::StoredVersions versions_;
  store::SqliteUploads uploads_;
  http::PartialFiles partials_;
  store::SqliteHosts hosts_;
  store::SqliteFeed feed_;
  http::EventHub hub_;
  store::SqliteCalendars calendars_;
  store::SqliteInboxMarks marks_;
  store::SqliteCounts counts_;
  store::SqliteSearch search_;
  store::SqliteSignIns sign_ins_;
  store::SqliteStatistics statistics_;
  http::PublishedFigures published_;
  store::SqlitePersonalData personal_data_;
  store::SqliteCaseAccesses case_accesses_;
  store::SqliteRecords records_;
  http::Traces traces_;
  store::SqliteHolds holds_;
  store::SqliteRetention retention_;
  http::RetentionSweep sweep_;
  http::MeasureFeeder feeder_;
  receipts::KeyRing keys_;
};

}  // namespace baobei::server
