#include "server/beside.h"

#include "http/upload_sweep.h"
#include "server/node.h"

namespace baobei::server {

std::string keys_path(const std::string& data) {
  return data + "/keys";
}
std::string seal_path(const std::string& data) {
  return keys_path(data) + "/seal";
}
std::string partials_path(const std::string& data) {
  return data + "/partial";
}

Result<std::unique_ptr<Beside>> Beside::open(const Config& config, store::Opened& database,
                                             engine::Blobs& blobs, engine::Clock& clock,
                                             versions::OutlineMaker outlines, Report report) {
  TRY(make_data_folder(partials_path(config.data)));
  TRY_ASSIGN(auto keys, receipts::KeyRing::open(keys_path(config.data), clock.now()));
  return std::unique_ptr<Beside>(new Beside(config, database, blobs, clock, std::move(outlines),
                                            std::move(report), std::move(keys)));
}

Beside::Beside(const Config& config, store::Opened& database, engine::Blobs& blobs,
               engine::Clock& clock, versions::OutlineMaker outlines, Report report,
               receipts::KeyRing keys)
    : versions_(blobs, std::move(outlines)),
      uploads_(*database.store, *database.reader),
      partials_(partials_path(config.data)),
      hosts_(*database.store, *database.reader),
      feed_(*database.reader),
      hub_(feed_, *database.reader, clock, std::move(report)),
      calendars_(*database.store, *database.reader),
      marks_(*database.store, *database.reader),
      counts_(*database.reader),
      search_(*database.reader),
      sign_ins_(*database.store, *database.reader),
      statistics_(*database.store, *database.reader),
      personal_data_(*database.store, *database.reader,
                     {*database.directory, sign_ins_, calendars_}),
      case_accesses_(*database.store, *database.reader),
      records_(*database.reader),
      holds_(*database.store, *database.reader),
      retention_(*database.store, *database.reader),
      sweep_(retention_, config.retention()),
      keys_(std::move(keys)) {}

void Beside::plug_into(http::Services& services) {
  services.contents = &versions_;
  services.uploads = &uploads_;
  services.partials = &partials_;
  services.hosts = &hosts_;
  services.feed = &feed_;
  services.hub = &hub_;
  services.calendars = &calendars_;
  services.inbox_marks = &marks_;
  services.counts = &counts_;
  services.search = &search_;
  services.sign_ins = &sign_ins_;
  services.statistics = &statistics_;
  services.published = &published_;
  services.personal_data = &personal_data_;
  services.keys = &keys_;
  services.case_accesses = &case_accesses_;
  services.records = &records_;
  services.traces = &traces_;
  services.holds = &holds_;
  services.sweeper = &sweep_;
}

void Beside::start(http::Services& services) {
  http::sweep_uploads(services);
  hub_.start();
  feeder_.start(services);
  sweep_.start(services);
}

void Beside::stop() {
  sweep_.stop();
  feeder_.stop();
  hub_.stop();
}

}  // namespace baobei::server
