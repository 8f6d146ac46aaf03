// baobei admin backup, restore, verify: the data folder as a whole (DESIGN decision 8).
#include <fcntl.h>

#include "backup/backup.h"
#include "backup/record.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "merkle/checkpoint.h"
#include "server/commands.h"
#include "server/node.h"
#include "store/backup.h"

namespace baobei::server {
namespace {

using cli::Session;
using cli::Word;

struct DataWords {
  ConfigWords config;
  std::string folder;
};

struct VerifyWords {
  ConfigWords config;
  std::string checkpoint;
};

// R24: is the stored log the one that somebody holds a checkpoint of? By the keys of this folder.
Result<merkle::Checkpoint> compare(const std::string& data, const std::string& held) {
  TRY_ASSIGN(const Fd file, open_file(held, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), merkle::kCheckpointBytesMax));
  auto read = merkle::checkpoint_from(text);
  if (!read) return fail(read.error().kind, read.error().message, held);
  TRY_ASSIGN(const auto ring, receipts::KeyRing::read(keys_path(data)));
  std::vector<std::string> keys;
  for (const auto& key : ring.published()) keys.push_back(key.public_key);
  if (!merkle::is_signed_by(*read, keys)) {
    return fail(ErrorKind::kInvalid, "signed by none of this server's keys", held);
  }
  auto stated = std::move(read->checkpoint);
  TRY_ASSIGN(const auto root, store::log_root(database_path(data), stated.size));
  if (root == stated.root) return stated;
  return fail(ErrorKind::kCorrupt, "the log is not the one that the checkpoint states", held);
}

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

// What the server tells its operators of back-ups. That it cannot be written fails none.
void tell_of(Session& session, const Status& noted) {
  if (noted) return;
  session.err().line(Word::kBackupNotNoted, {to_string(noted.error())}, cli::Tone::kWarn);
}

int run_backup(Session& session, const std::string& data, const std::string& folder) {
  const auto made = backup::make(data, folder, SystemClock().now());
  tell_of(session, backup::note_made(data, folder, made, SystemClock().now()));
  return show(session, Word::kBackedUp, folder, made);
}

int run_verify_backup(Session& session, const std::string& data, const std::string& folder) {
  const auto found = backup::verify(folder);
  tell_of(session, backup::note_verified(data, folder, found, SystemClock().now()));
  return show(session, Word::kVerified, folder, found);
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

int run_verify(Session& session, const std::string& data, const std::string& checkpoint) {
  const auto found = backup::verify_data(data);
  if (!found || checkpoint.empty()) return show(session, Word::kVerified, data, found);
  const auto stated = compare(data, checkpoint);
  if (!stated) return session.failed(stated.error());
  if (session.options().json) {
    auto all = summary_json(*found);
    all["checkpoint"] = {
        {"origin", stated->origin}, {"size", stated->size}, {"root", to_hex(stated->root)}};
    return session.print_json(all);
  }
  const int code = show(session, Word::kVerified, data, found);
  session.out().line(Word::kVerifiedAgainst, {checkpoint, std::to_string(stated->size)},
                     cli::Tone::kGood);
  return code;
}

void bind_verify(cli::Binder& admin) {
  auto words = std::make_shared<VerifyWords>();
  auto command = admin.command("verify", Word::kHelpAdminVerify, cli::Reach::kThisMachine);
  take_config_options(command, words->config);
  command.option("--checkpoint", words->checkpoint, Word::kHelpAdminCheckpoint);
  command.runs([words](Session& session) {
    const auto found = configured(session, words->config);
    return found ? run_verify(session, found->config.data, words->checkpoint) : found.error();
  });
}

}  // namespace

void bind_admin_data(cli::Binder& admin) {
  bind_data_command(admin, "backup", Word::kHelpAdminBackup, "FOLDER", Word::kHelpBackupFolder,
                    run_backup);
  bind_data_command(admin, "restore", Word::kHelpAdminRestore, "FOLDER", Word::kHelpBackupFolder,
                    [](Session& session, const std::string& data, const std::string& folder) {
                      return show(session, Word::kRestored, data, backup::restore(folder, data));
                    });
  bind_verify(admin);
  bind_data_command(admin, "verify-backup", Word::kHelpAdminVerifyBackup, "FOLDER",
                    Word::kHelpBackupFolder, run_verify_backup);
}

}  // namespace baobei::server
