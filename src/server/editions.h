// Catalogue and policy of a running server, put together: their record, what is in force, and what
// follows a version's instant.
//
// Threads: open, start, stop from the Node's owner. Owner: the Node; what is handed in outlives it.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "catalogue/edition.h"
#include "catalogue/timeline.h"
#include "http/edition_teller.h"
#include "store/sqlite_editions.h"

namespace baobei::http {
class EditionDesk;
struct Services;
}  // namespace baobei::http

namespace baobei::server {

struct Config;

// What the program brings: the configured folder's files, or its own.
Result<std::vector<catalogue::SourceFile>> shipped_files(const Config& config);

class Editions {
 public:
  // Fills the timeline from the record, before anybody looks at it.
  static Result<std::unique_ptr<Editions>> open(std::vector<catalogue::SourceFile> shipped,
                                                store::Opened& database,
                                                catalogue::Timeline& timeline, Instant now,
                                                const std::function<void(const Error&)>& report);
  ~Editions();

  void plug_into(http::Services& services);
  void start(http::Services& services);
  void stop();

 private:
  Editions(store::Opened& database, catalogue::Timeline& timeline);

  store::Opened& database_;
  catalogue::Timeline& timeline_;
  store::SqliteEditions record_;
  std::unique_ptr<http::EditionDesk> desk_;
  http::EditionTeller teller_;
};

}  // namespace baobei::server
