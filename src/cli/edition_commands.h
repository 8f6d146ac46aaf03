// What the commands about versions of catalogue, policy and rules have in common (editions.cc).
// Threads: main. Owner: the commands that are bound with them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/binder.h"

namespace baobei::cli {

// "catalogue", "policy" or "rules": the API's word for what a command is about.
using EditionWord = const char*;

struct EditionOptions {
  std::string version, against, file, folder, from, reason, base;
  std::vector<std::string> values;
  std::uint32_t limit = 50;
};
using SharedEdition = std::shared_ptr<EditionOptions>;

// "/v1/policy/versions/v2/confirm".
std::string edition_path(EditionWord kind, const std::string& version = {},
                         const std::string& tail = {});
void show_edition_head(Session& session, const View& edition);
int run_edition_versions(Session& session, EditionWord kind, const EditionOptions& options);
// With version, instant and reason; every fault of the files on a line of its own.
int run_edition_propose(Session& session, EditionWord kind, const EditionOptions& options,
                        boost::json::object body);
// VERSION, --from, --reason.
Command& with_edition_terms(Command& command, const SharedEdition& options);
// confirm and withdraw.
void bind_edition_decisions(Binder& group, EditionWord kind, const SharedEdition& options);

}  // namespace baobei::cli
