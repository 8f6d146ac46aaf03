#include "server/editions.h"

#include "check/rule.h"
#include "http/edition_desk.h"
#include "lifecycle/codec.h"
#include "server/config.h"

namespace baobei::server {
namespace {

bool is_checker_rule(std::string_view id) {
  return check::find_rule(id) != nullptr;
}

}  // namespace

Result<std::vector<catalogue::SourceFile>> shipped_files(const Config& config) {
  if (config.catalogue.empty()) return catalogue::builtin_files();
  return catalogue::folder_files(config.catalogue);
}

Editions::Editions(store::Opened& database, catalogue::Timeline& timeline)
    : database_(database), timeline_(timeline), record_(*database.store, *database.reader) {}

Editions::~Editions() = default;

Result<std::unique_ptr<Editions>> Editions::open(std::vector<catalogue::SourceFile> shipped,
                                                 store::Opened& database,
                                                 catalogue::Timeline& timeline, Instant now,
                                                 const std::function<void(const Error&)>& report) {
  std::unique_ptr<Editions> editions(new Editions(database, timeline));
  TRY_ASSIGN(editions->desk_,
             http::EditionDesk::open(editions->record_, timeline,
                                     {std::move(shipped), is_checker_rule}, now, report));
  return editions;
}

void Editions::plug_into(http::Services& services) {
  services.editions = desk_.get();
  services.renew_deadlines = [this, &services](const lifecycle::AppId& id) -> Status {
    auto& store = *database_.store;
    TRY_ASSIGN(const auto stored, store.load(id));
    TRY_ASSIGN(const auto app, lifecycle::decode_app(stored.state));
    const auto deadlines = lifecycle::deadlines(app, timeline_.rules(services.clock.now()));
    return store.replace_deadlines(id, stored.revision, deadlines);
  };
}

void Editions::start(http::Services& services) {
  teller_.start(services);
}

void Editions::stop() {
  teller_.stop();
}

}  // namespace baobei::server
