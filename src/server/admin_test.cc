// What an operator types on the machine itself, and what is in the data folder afterwards.

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <fstream>

#include "backup/record.h"
#include "base/json.h"
#include "cli/test_machine.h"
#include "merkle/checkpoint.h"
#include "receipts/receipts.h"
#include "server/commands.h"
#include "server/node.h"
#include "store/sqlite_calendars.h"
#include "store/sqlite_personal_data.h"
#include "store/sqlite_sign_ins.h"

namespace baobei::server {
namespace {

class Admin : public testing::Test {
 protected:
  // The exit code of `baobei <line> --data <folder>`.
  int run(std::vector<std::string> line) {
    machine_.out.str("");
    machine_.err.str("");
    line.insert(line.begin(), "baobei");
    line.insert(line.end(), {"--data", data()});
    std::vector<const char*> argv;
    for (const auto& word : line) argv.push_back(word.c_str());
    cli::Invocation invocation(machine_.environment(), cli::Language::kEn);
    CLI::App app("", "baobei");
    cli::add_client_commands(app, invocation);
    add_server_commands(app, invocation);
    return cli::parse_and_run(app, invocation, static_cast<int>(argv.size()), argv.data());
  }
  std::string data() const { return machine_.folder() + "/data"; }
  std::string said() const { return machine_.out.str() + machine_.err.str(); }
  std::string token() const { return std::string(trim(machine_.out.str())); }

  Result<engine::Principal> who(const std::string& secret) {
    const Instant now = SystemClock().now();
    auto opened = store::open(database_path(data()), store::OpenMode::kProduction, now);
    if (!opened) return std::unexpected(opened.error());
    return opened->reader->authenticate(sha256(secret), now);
  }

  cli::test::TestMachine machine_;
};

TEST(ServerCommands, StandInTheManual) {
  cli::test::TestMachine machine;
  cli::Invocation invocation(machine.environment(), cli::Language::kEn);
  CLI::App app("", "baobei");
  add_server_commands(app, invocation);
  const auto commands = cli::test::collect(app);
  EXPECT_GT(commands.size(), 15U);
  std::ifstream file(std::string(BAOBEI_SOURCE_DIR) + "/docs/cli.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto page = cli::manual_page(app, "baobei", cli::Language::kEn);
  for (const auto& command : commands) {
    EXPECT_NE(text.find("baobei " + command), std::string::npos) << command;
    std::string escaped;
    for (const char c : command) escaped += c == '-' ? std::string("\\-") : std::string(1, c);
    EXPECT_NE(page.find("\\fB" + escaped + "\\fR"), std::string::npos) << command;
  }
}

TEST_F(Admin, MakesAFirstOperatorOnce) {
  ASSERT_EQ(run({"admin", "init", "--name", "示例平台"}), cli::kExitOk) << said();
  const auto secret = token();
  const auto person = who(secret);
  ASSERT_TRUE(person) << to_string(person.error());
  EXPECT_EQ(person->person.roles, std::vector{lifecycle::Role::kOperator});
  EXPECT_NE(machine_.err.str().find("invitation for operator"), std::string::npos) << said();
  EXPECT_EQ(run({"admin", "init"}), cli::kExitRefused);
  EXPECT_NE(said().find("nothing was changed"), std::string::npos) << said();
  EXPECT_TRUE(who(secret));
}

TEST_F(Admin, WithoutDataNothingIsMade) {
  EXPECT_EQ(run({"admin", "org", "dev", "--name", "x"}), cli::kExitNotFound);
  EXPECT_FALSE(std::filesystem::exists(database_path(data())));
}

TEST_F(Admin, RecordsWhoExistsAndIssuesTokensThatEnd) {
  ASSERT_EQ(run({"admin", "init"}), cli::kExitOk);
  ASSERT_EQ(run({"admin", "org", "dev", "--name", "开发商"}), cli::kExitOk) << said();
  ASSERT_EQ(run({"admin", "person", "d1", "--org", "dev", "--name", "开发者", "--role", "developer",
                 "--json"}),
            cli::kExitOk)
      << said();
  const auto issued = parse_json(trim(machine_.out.str()), 1000);
  ASSERT_TRUE(issued) << said();
  const std::string secret(issued->at("token").as_string());
  EXPECT_EQ(who(secret)->org.name, "开发商");

  ASSERT_EQ(run({"admin", "token", "d1", "--label", "ci", "--valid", "1d"}), cli::kExitOk);
  const auto second = token();
  EXPECT_NE(second, secret);
  EXPECT_TRUE(who(second));
  machine_.in = std::istringstream(second + "\n");
  ASSERT_EQ(run({"admin", "revoke-token"}), cli::kExitOk) << said();
  EXPECT_EQ(who(second).error().kind, ErrorKind::kUnauthorized);
  EXPECT_TRUE(who(secret));
  machine_.in = std::istringstream(second + "\n");
  EXPECT_EQ(run({"admin", "revoke-token"}), cli::kExitNoRights) << said();
}

// The log goes on naming the id: a second person of it would have done what the first one did.
TEST_F(Admin, GivesNobodyTheIdOfSomebodyWhoWasErased) {
  ASSERT_EQ(run({"admin", "init"}), cli::kExitOk);
  {
    auto opened = store::open(database_path(data()), store::OpenMode::kProduction, {}).value();
    ASSERT_TRUE(opened.store->put_person({"d1", "org-platform", "", "x", {}, "", false}));
    store::SqliteSignIns sign_ins(*opened.store, *opened.reader);
    store::SqliteCalendars calendars(*opened.store, *opened.reader);
    store::SqlitePersonalData kept(*opened.store, *opened.reader,
                                   {*opened.directory, sign_ins, calendars});
    ASSERT_TRUE(kept.erase({"d1", "operator", {}}));
  }
  EXPECT_EQ(run({"admin", "person", "d1", "--org", "org-platform", "--name", "y"}),
            cli::kExitRefused)
      << said();
  EXPECT_NE(said().find("erased"), std::string::npos) << said();
  EXPECT_EQ(run({"admin", "person", "d2", "--org", "org-platform", "--name", "y"}), cli::kExitOk);
}

struct Row {
  std::vector<std::string> line;
  std::string named;  // what the complaint names
};

TEST_F(Admin, RefusesWhatNoCatalogueKnowsAndSaysWhat) {
  ASSERT_EQ(run({"admin", "init"}), cli::kExitOk);
  ASSERT_EQ(run({"admin", "org", "dev", "--name", "x"}), cli::kExitOk);
  ASSERT_EQ(run({"admin", "subject", "s1", "--name", "主体", "--org", "dev", "--kind", "personal",
                 "--region", "33"}),
            cli::kExitOk)
      << said();
  for (const auto& row : std::vector<Row>{
           {{"admin", "org", "a b", "--name", "x"}, "a b"},
           {{"admin", "org", "o", "--name", "x", "--kind", "office", "--region", "99"}, "99"},
           {{"admin", "person", "p", "--org", "dev", "--name", "x", "--role", "king"}, "king"},
           {{"admin", "person", "p", "--org", "dev", "--name", "x", "--role", "officer"},
            "province"},
           {{"admin", "person", "p", "--org", "dev", "--name", "x", "--role", "clock"}, "clock"},
           {{"admin", "person", "p", "--org", "dev", "--name", "x", "--role", "auditor", "--role",
             "operator"},
            "auditor"},
           {{"admin", "subject", "s", "--name", "x", "--org", "dev", "--kind", "guild"}, "guild"},
           {{"admin", "grant", "s1", "no-such"}, "no-such"},
           {{"admin", "grant", "s1", "social-forum"}, "R2"},
           {{"admin", "grant", "s2", "tools-calculator"}, "s2"},
           {{"admin", "grant", "s1", "tools-calculator", "--valid", "soon"}, "soon"},
           {{"admin", "office", "33", "pigeon"}, "pigeon"},
           {{"admin", "office", "99", "desk"}, "99"},
       }) {
    EXPECT_NE(run(row.line), cli::kExitOk) << row.line.at(1) << said();
    EXPECT_NE(said().find(row.named), std::string::npos) << said();
  }
  EXPECT_EQ(run({"admin", "grant", "s1", "tools-calculator", "--valid", "365d"}), cli::kExitOk);
  EXPECT_EQ(run({"admin", "office", "33", "hand_over"}), cli::kExitOk) << said();
}

TEST_F(Admin, BacksUpRestoresAndVerifies) {
  ASSERT_EQ(run({"admin", "init"}), cli::kExitOk);
  const auto secret = token();
  { ASSERT_TRUE(blobs::FolderBlobs::open_folder(blobs_path(data()))); }
  const auto folder = machine_.folder() + "/copy";
  ASSERT_EQ(run({"admin", "backup", folder}), cli::kExitOk) << said();
  EXPECT_EQ(run({"admin", "backup", folder}), cli::kExitRefused) << said();
  EXPECT_EQ(run({"admin", "verify"}), cli::kExitOk) << said();
  EXPECT_EQ(run({"admin", "verify-backup", folder}), cli::kExitOk) << said();
  EXPECT_NE(run({"admin", "restore", folder}), cli::kExitOk);  // not empty
  std::filesystem::remove_all(data());
  ASSERT_EQ(run({"admin", "restore", folder}), cli::kExitOk) << said();
  EXPECT_TRUE(who(secret));
}

// For the server, which does not make back-ups itself; and for nobody who restores one.
TEST_F(Admin, NotesTheLastBackUpAndWhetherItWasRead) {
  ASSERT_EQ(run({"admin", "init"}), cli::kExitOk);
  { ASSERT_TRUE(blobs::FolderBlobs::open_folder(blobs_path(data()))); }
  EXPECT_FALSE(backup::read_record(data())->last) << "none known yet";
  const auto folder = machine_.folder() + "/copy";
  ASSERT_EQ(run({"admin", "backup", folder + "/"}), cli::kExitOk) << said();
  auto record = backup::read_record(data()).value();
  ASSERT_TRUE(record.last);
  EXPECT_EQ(record.last->name, "copy") << "no path";
  EXPECT_EQ(record.last->made_at, format_rfc3339(backup::verify(folder)->made_at));
  EXPECT_GT(record.last->bytes, 0U);
  EXPECT_FALSE(record.last->verified_at);
  EXPECT_FALSE(record.failed);
  ASSERT_NE(run({"admin", "backup", folder}), cli::kExitOk) << "it is there";
  record = backup::read_record(data()).value();
  ASSERT_TRUE(record.failed);
  EXPECT_EQ(record.failed->name, "copy");
  EXPECT_TRUE(record.last) << "a failure takes nothing away";
  ASSERT_EQ(run({"admin", "verify-backup", folder}), cli::kExitOk) << said();
  record = backup::read_record(data()).value();
  EXPECT_TRUE(record.last->verified_at);
  EXPECT_TRUE(record.last->whole);
  std::filesystem::permissions(folder + "/baobei.db", std::filesystem::perms::owner_all);
  std::ofstream(folder + "/baobei.db", std::ios::app) << "more";
  ASSERT_NE(run({"admin", "verify-backup", folder}), cli::kExitOk);
  EXPECT_FALSE(backup::read_record(data())->last->whole);
  ASSERT_EQ(run({"admin", "backup", folder + "-2"}), cli::kExitOk) << said();
  record = backup::read_record(data()).value();
  EXPECT_EQ(record.last->name, "copy-2");
  EXPECT_FALSE(record.failed) << "over with the next that was made";
  std::ofstream(data() + "/" + backup::kRecordName) << "torn";
  EXPECT_EQ(backup::read_record(data()).error().kind, ErrorKind::kCorrupt);
}

TEST_F(Admin, ComparesTheLogWithACheckpointThatSomebodyKept) {
  ASSERT_EQ(run({"admin", "init"}), cli::kExitOk);
  { ASSERT_TRUE(blobs::FolderBlobs::open_folder(blobs_path(data()))); }
  const auto ring = receipts::KeyRing::open(keys_path(data()), SystemClock().now()).value();
  const auto others =
      receipts::KeyRing::open(machine_.folder() + "/others", SystemClock().now()).value();
  const auto verify = [&](const receipts::KeyRing& keys, std::uint64_t size, const Digest& root) {
    const merkle::Checkpoint stated{"log/1", size, root};
    const auto signature = keys.sign_text(merkle::body_of(stated));
    const auto path = machine_.folder() + "/held.txt";
    std::ofstream(path) << merkle::note_of(stated, signature.key.public_key, signature.bytes);
    return run({"admin", "verify", "--checkpoint", path});
  };
  EXPECT_EQ(verify(ring, 0, merkle::empty_root()), cli::kExitOk) << said();
  EXPECT_NE(said().find("held.txt"), std::string::npos) << said();
  EXPECT_NE(verify(ring, 0, sha256("another log")), cli::kExitOk);
  EXPECT_NE(said().find("not the one"), std::string::npos) << said();
  EXPECT_EQ(verify(ring, 5, merkle::empty_root()), cli::kExitNotFound) << "events are gone";
  EXPECT_NE(said().find("the log has 0 events, 5 were there"), std::string::npos) << said();
  EXPECT_NE(verify(others, 0, merkle::empty_root()), cli::kExitOk);
  EXPECT_NE(said().find("none of this server"), std::string::npos) << said();
}

}  // namespace
}  // namespace baobei::server
