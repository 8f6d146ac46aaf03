// The verification of a log without its server: what holds, and each thing that was tampered with,
// named.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

#include "cli/log_check.h"
#include "cli/test_machine.h"
#include "receipts/receipts.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using ::testing::HasSubstr;

struct Made {
  std::string app;
  std::uint64_t revision = 0;
  std::string body;
  Digest hash;
};

// Events of two mini-programs in turn, each chained to its own.
std::vector<Made> made_log(std::size_t count) {
  std::vector<Made> log;
  std::map<std::string, std::pair<std::uint64_t, Digest>> last;
  for (std::size_t i = 0; i < count; ++i) {
    Made made;
    made.app = i % 2 == 0 ? "wx1" : "wx2";
    auto& [revision, prev] = last[made.app];
    made.revision = ++revision;
    made.body = R"({"app":")" + made.app + R"(","prev":")" + to_hex(prev) + R"(","revision":)" +
                std::to_string(revision) + "}";
    made.hash = sha256("baobei.event/1\n" + made.body);
    prev = made.hash;
    log.push_back(made);
  }
  return log;
}

std::string line_of(std::size_t index, const Made& made) {
  return json::serialize(json::object{{"log_index", index},
                                      {"app", made.app},
                                      {"revision", made.revision},
                                      {"hash", to_hex(made.hash)},
                                      {"body", made.body}});
}

class LeafNodes final : public merkle::Nodes {
 public:
  explicit LeafNodes(const std::vector<Made>& log) : log_(log) {}
  Result<std::vector<Digest>> row(unsigned level, std::uint64_t first, std::size_t count) override {
    CHECK(level == 0, "the tests' logs are small");
    std::vector<Digest> row;
    for (auto i = first; i < first + count; ++i) {
      row.push_back(merkle::leaf_hash(log_.at(i).hash));
    }
    return row;
  }

 private:
  const std::vector<Made>& log_;
};

json::array hashes(const merkle::Proof& proof) {
  json::array all;
  for (const auto& hash : proof) all.push_back(json::value(to_hex(hash)));
  return all;
}

class VerifyLog : public testing::Test {
 protected:
  VerifyLog()
      : ring_(receipts::KeyRing::open(machine_.folder() + "/keys", from_micros(0)).value()),
        log_(made_log(41)) {
    json::array keys;
    for (const auto& key : ring_.published()) keys.push_back(to_json(key));
    keep("keys.json", json::serialize(json::object{{"items", keys}}));
    keep("late.txt", note(41));
    keep("early.txt", note(20));
    keep("grown.json", growth(20, 41));
    keep("entries.jsonl", entries(log_));
  }

  std::string path(const std::string& name) const { return machine_.folder() + "/" + name; }
  void keep(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string note(std::uint64_t size, const std::string& origin = "log/1") {
    LeafNodes nodes(log_);
    const merkle::Checkpoint stated{origin, size, merkle::root_of(nodes, size).value()};
    const auto signature = ring_.sign_text(merkle::body_of(stated));
    return merkle::note_of(stated, signature.key.public_key, signature.bytes);
  }
  std::string growth(std::uint64_t from, std::uint64_t to) {
    LeafNodes nodes(log_);
    return json::serialize(
        json::object{{"from", from},
                     {"to", to},
                     {"proof", hashes(merkle::consistency(nodes, from, to).value())}});
  }
  static std::string entries(const std::vector<Made>& log) {
    std::string text;
    for (std::size_t i = 0; i < log.size(); ++i) text += line_of(i + 1, log[i]) + "\n";
    return text;
  }
  int verify(std::vector<std::string> more, const std::string& checkpoint = "late.txt") {
    machine_.out.str("");
    machine_.err.str("");
    std::vector<std::string> line = {"verify-log", path(checkpoint), "--keys", path("keys.json"),
                                     "--json"};
    for (auto& word : more) line.push_back(word.starts_with("--") ? word : path(word));
    return machine_.run(line);
  }
  void expect(std::vector<std::string> more, const std::string& verdict, std::uint64_t at = 0) {
    const int code = verify(std::move(more));
    EXPECT_EQ(code, verdict == "valid" ? kExitOk : kExitRefused) << machine_.err.str();
    EXPECT_THAT(machine_.out.str(), HasSubstr("\"verdict\":\"" + verdict + "\""));
    if (at != 0) {
      EXPECT_THAT(machine_.out.str(), HasSubstr("\"at\":" + std::to_string(at)));
    }
  }

  TestMachine machine_;
  receipts::KeyRing ring_;
  std::vector<Made> log_;
};

TEST_F(VerifyLog, holds_by_signature_proof_and_every_entry) {
  expect({}, "valid");
  expect({"--earlier", "early.txt", "--consistency", "grown.json"}, "valid");
  expect({"--entries", "entries.jsonl"}, "valid");
  expect({"--entries", "entries.jsonl", "--earlier", "early.txt"}, "valid");
  LeafNodes nodes(log_);
  keep("event.json",
       json::serialize(json::object{{"log_index", 7},
                                    {"size", 41},
                                    {"hash", to_hex(log_[6].hash)},
                                    {"proof", hashes(merkle::inclusion(nodes, 6, 41).value())}}));
  expect({"--proof", "event.json"}, "valid");
  EXPECT_TRUE(machine_.requests.empty()) << "off line";
  EXPECT_EQ(machine_.run({"verify-log", path("late.txt"), "--keys", path("keys.json"), "--entries",
                          path("entries.jsonl"), "--earlier", path("early.txt")}),
            kExitOk);
  EXPECT_THAT(machine_.out.str(), HasSubstr("Since 20 events it only grew"));
  EXPECT_THAT(machine_.out.str(), HasSubstr("41 entries"));
}

TEST_F(VerifyLog, names_the_entry_that_was_tampered_with) {
  auto changed = log_;
  changed[6].body.replace(changed[6].body.find("wx1"), 3, "wx3");
  keep("changed.jsonl", entries(changed));
  expect({"--entries", "changed.jsonl"}, "entry_changed", 7);
  auto renamed = log_;
  renamed[6].app = "wx2";
  keep("renamed.jsonl", entries(renamed));
  expect({"--entries", "renamed.jsonl"}, "entry_changed", 7);
  auto removed = log_;
  removed.erase(removed.begin() + 6);
  keep("removed.jsonl", entries(removed));
  expect({"--entries", "removed.jsonl"}, "chain_broken", 8);
  auto moved = log_;
  std::swap(moved[6], moved[8]);
  keep("moved.jsonl", entries(moved));
  expect({"--entries", "moved.jsonl"}, "chain_broken", 7);
  std::string gap;
  for (std::size_t i = 0; i < log_.size(); ++i) {
    if (i != 6) gap += line_of(i + 1, log_[i]) + "\n";
  }
  keep("gap.jsonl", gap);
  expect({"--entries", "gap.jsonl"}, "entry_missing", 7);
  keep("cut.jsonl", entries({log_.begin(), log_.begin() + 30}));
  expect({"--entries", "cut.jsonl"}, "too_few_entries", 30);
}

// Whoever changes an event and everything that rests on it, hashes and chain: only what somebody
// else kept tells.
TEST_F(VerifyLog, a_whole_history_that_was_made_anew_is_not_the_one_that_was_stated) {
  auto forged = made_log(41);
  std::erase_if(forged, [](const Made& made) { return made.app == "wx2"; });
  while (forged.size() < 41) {
    auto more = forged.back();
    const auto prev = more.hash;
    ++more.revision;
    more.body = R"({"app":"wx1","prev":")" + to_hex(prev) + R"(","revision":)" +
                std::to_string(more.revision) + "}";
    more.hash = sha256("baobei.event/1\n" + more.body);
    forged.push_back(more);
  }
  keep("forged.jsonl", entries(forged));
  expect({"--entries", "forged.jsonl"}, "root_differs");
  expect({"--entries", "forged.jsonl", "--earlier", "early.txt"}, "earlier_differs", 20);
}

TEST_F(VerifyLog, tells_a_log_that_did_not_only_grow) {
  keep("other.json", growth(19, 41));
  expect({"--earlier", "early.txt", "--consistency", "other.json"}, "proof_of_others");
  auto bent = growth(20, 41);
  const auto at = bent.find("proof") + 12;
  bent[at] = bent[at] == '0' ? '1' : '0';
  keep("bent.json", bent);
  expect({"--earlier", "early.txt", "--consistency", "bent.json"}, "not_consistent");
  keep("foreign.txt", note(20, "log/2"));
  expect({"--earlier", "foreign.txt", "--consistency", "grown.json"}, "other_log");
  EXPECT_EQ(verify({"--earlier", "late.txt", "--consistency", "grown.json"}, "early.txt"),
            kExitRefused);
  EXPECT_THAT(machine_.out.str(), HasSubstr("shorter"));
}

TEST_F(VerifyLog, trusts_no_key_but_those_that_it_was_given) {
  keep("none.json", R"({"items":[]})");
  machine_.out.str("");
  EXPECT_EQ(machine_.run({"verify-log", path("late.txt"), "--keys", path("none.json")}),
            kExitRefused);
  EXPECT_THAT(machine_.err.str(), HasSubstr("none of the trusted keys"));
  EXPECT_EQ(machine_.run({"verify-log", path("late.txt")}), kExitUsage);
  EXPECT_EQ(verify({"--earlier", "early.txt"}), kExitUsage) << "nothing to compare by";
  EXPECT_EQ(verify({"--entries", "nowhere"}), kExitNotFound);
  keep("odd.jsonl", "{}\n");
  EXPECT_EQ(verify({"--entries", "odd.jsonl"}), kExitCouldNot);
  EXPECT_THAT(machine_.err.str(), HasSubstr("odd.jsonl:1"));
}

TEST_F(VerifyLog, reads_no_line_without_an_end) {
  const auto first = line_of(1, log_[0]) + "\n";
  keep("endless.jsonl", first + std::string(kEntryBytesMax + 1, 'x'));
  EXPECT_EQ(verify({"--entries", "endless.jsonl"}), kExitCouldNot);
  EXPECT_THAT(machine_.err.str(), HasSubstr("endless.jsonl:2"));
  EXPECT_THAT(machine_.err.str(), HasSubstr("no entry is so long"));
}

TEST(LogCommands, ask_for_what_they_say) {
  struct Row {
    std::vector<std::string> line;
    std::string target;
  };
  for (const auto& row :
       std::vector<Row>{{{"prove", "7"}, "/v1/log/inclusion?log_index=7"},
                        {{"prove", "7", "--size", "9"}, "/v1/log/inclusion?log_index=7&size=9"},
                        {{"consistency", "7"}, "/v1/log/consistency?from=7"},
                        {{"consistency", "7", "9"}, "/v1/log/consistency?from=7&to=9"},
                        {{"export", "--after", "7"}, "/v1/log/entries?after=7&limit=200"}}) {
    TestMachine machine;
    machine.server = [](const HttpRequest&) { return answer_json(200, json::object{}); };
    auto line = row.line;
    line.insert(line.begin(), "log");
    ASSERT_EQ(machine.run(line), kExitOk) << row.target << machine.err.str();
    EXPECT_EQ(machine.requests.back().target, row.target);
  }
}

TEST(LogCommands, export_page_by_page_into_a_file) {
  TestMachine machine;
  machine.server = [](const HttpRequest& request) {
    const bool first = request.target.contains("after=0");
    return answer_json(200, json::object{{"items", json::array{json::object{{"n", first ? 1 : 2}}}},
                                         {"cursor", first ? "1" : "2"},
                                         {"more", first}});
  };
  const auto path = machine.folder() + "/entries.jsonl";
  ASSERT_EQ(machine.run({"log", "export", "--out", path}), kExitOk) << machine.err.str();
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "{\"n\":1}\n{\"n\":2}\n");
  EXPECT_THAT(machine.err.str(), HasSubstr("2 entries"));
}

}  // namespace
}  // namespace baobei::cli
