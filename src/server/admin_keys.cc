// baobei admin keys: the keys that sign receipts (DESIGN decision 13).
#include "base/json.h"
#include "receipts/receipts.h"
#include "server/commands.h"
#include "server/node.h"

namespace baobei::server {
namespace {

using cli::Session;
using cli::Word;

int show_keys(Session& session, const std::vector<receipts::PublicKey>& keys) {
  if (session.options().json) {
    json::array items;
    for (const auto& key : keys) items.push_back(to_json(key));
    return session.print_json(json::object{{"items", std::move(items)}});
  }
  std::vector<std::vector<cli::Cell>> rows;
  for (const auto& key : keys) {
    rows.push_back({{key.id},
                    {key.public_key},
                    {session.out().when(key.valid_from)},
                    {session.out().when(key.valid_until.value_or(""))}});
  }
  session.out().table(
      {Word::kFieldKey, Word::kFieldPublicKey, Word::kFieldValidFrom, Word::kFieldValidUntil},
      rows);
  return cli::kExitOk;
}

int list(Session& session, const Config& config) {
  const auto keys = receipts::KeyRing::read(keys_path(config.data));
  return keys ? show_keys(session, keys->published()) : session.failed(keys.error());
}

// Not beside a running server, which would go on signing with the key that it has read.
Result<std::string> rotated(const Config& config) {
  TRY_ASSIGN(const Fd lock, lock_data_folder(config.data));
  TRY_ASSIGN(auto keys, receipts::KeyRing::read(keys_path(config.data)));
  TRY(keys.rotate(SystemClock().now()));
  return keys.published().back().id;
}

int rotate(Session& session, const Config& config) {
  const auto id = rotated(config);
  if (!id) return session.failed(id.error());
  if (session.options().json) return session.print_json(json::object{{"key", *id}});
  session.out().line(Word::kKeyRotated, {*id}, cli::Tone::kGood);
  return cli::kExitOk;
}

}  // namespace

void bind_admin_keys(cli::Binder& admin) {
  auto words = std::make_shared<ConfigWords>();
  auto keys = admin.group("keys", Word::kHelpAdminKeys);
  const auto bind = [&](const char* name, Word help, int (*act)(Session&, const Config&)) {
    auto command = keys.command(name, help, cli::Reach::kThisMachine);
    take_config_options(command, *words);
    command.runs([words, act](Session& session) {
      const auto found = configured(session, *words);
      return found ? act(session, found->config) : found.error();
    });
  };
  bind("list", Word::kHelpAdminKeysList, list);
  bind("rotate", Word::kHelpAdminKeysRotate, rotate);
}

}  // namespace baobei::server
