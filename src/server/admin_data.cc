// baobei admin backup, restore, verify: the data folder as a whole (DESIGN decision 8).
#include "backup/backup.h"
#include "base/json.h"
#include "base/text.h"
#include "server/commands.h"
#include "server/node.h"

namespace baobei::server {
namespace {

using cli::Session;
using cli::Word;

struct DataWords {
  ConfigWords config;
  std::string folder;
};

json::object summary_json(const backup::Summary& found) {
  json::object all{{"mode", found.mode == store::OpenMode::kSandbox ? "sandbox" : "production"},
                   {"schema", found.schema},
                   {"events", found.events},
                   {"apps", found.apps},
                   {"texts", found.texts},
                   {"database_bytes", found.database_bytes},
                   {"blobs", found.blobs},
                   {"blob_bytes", found.blob_bytes}};
  if (found.made_at != Instant{}) all["made_at"] = format_rfc3339(found.made_at);
  return all;
}

int show(Session& session, Word headline, const std::string& where,
         const Result<backup::Summary>& result) {
  if (!result) return session.failed(result.error());
  if (session.options().json) return session.print_json(summary_json(*result));
  auto& out = session.out();
  out.line(headline, {where}, cli::Tone::kGood);
  std::vector<std::pair<std::string, cli::Cell>> facts;
  const auto fact = [&](Word label, std::string value) {
    facts.emplace_back(out.say(label), cli::Cell{std::move(value), cli::Tone::kPlain});
  };
  if (result->made_at != Instant{}) fact(Word::kFactMadeAt, out.when(result->made_at));
  fact(Word::kFactApps, std::to_string(result->apps));
  fact(Word::kFactEvents, std::to_string(result->events));
  fact(Word::kFactTexts, std::to_string(result->texts));
  fact(Word::kFactBlobs, std::to_string(result->blobs));
  fact(Word::kFactBytes, std::to_string(result->database_bytes + result->blob_bytes));
  fact(Word::kFactSchema, std::to_string(result->schema));
  out.facts(facts);
  return cli::kExitOk;
}

template <typename Work>
void bind_data_command(cli::Binder& admin, const char* name, Word help, const char* folder,
                       Word folder_help, Work work) {
  auto words = std::make_shared<DataWords>();
  auto command = admin.command(name, help, cli::Reach::kThisMachine);
  take_config_options(command, words->config);
  if (folder != nullptr) command.takes(folder, words->folder, folder_help);
  command.runs([words, work](Session& session) {
    const auto found = configured(session, words->config);
    return found ? work(session, found->config.data, words->folder) : found.error();
  });
}

}  // namespace

void bind_admin_data(cli::Binder& admin) {
  bind_data_command(admin, "backup", Word::kHelpAdminBackup, "FOLDER", Word::kHelpBackupFolder,
                    [](Session& session, const std::string& data, const std::string& folder) {
                      return show(session, Word::kBackedUp, folder,
                                  backup::make(data, folder, SystemClock().now()));
                    });
  bind_data_command(admin, "restore", Word::kHelpAdminRestore, "FOLDER", Word::kHelpBackupFolder,
                    [](Session& session, const std::string& data, const std::string& folder) {
                      return show(session, Word::kRestored, data, backup::restore(folder, data));
                    });
  bind_data_command(admin, "verify", Word::kHelpAdminVerify, nullptr, Word::kHelpBackupFolder,
                    [](Session& session, const std::string& data, const std::string&) {
                      return show(session, Word::kVerified, data, backup::verify_data(data));
                    });
  bind_data_command(admin, "verify-backup", Word::kHelpAdminVerifyBackup, "FOLDER",
                    Word::kHelpBackupFolder,
                    [](Session& session, const std::string&, const std::string& folder) {
                      return show(session, Word::kVerified, folder, backup::verify(folder));
                    });
}

}  // namespace baobei::server
