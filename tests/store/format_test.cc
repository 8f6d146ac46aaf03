// The pages about what is stored, held to the code. UPDATE_GOLDEN=1 writes the examples anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>

#include "lifecycle/codec.h"
#include "store/schema.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/story.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;

constexpr Instant kBegin = from_micros(1'770'000'000'000'000);
const std::string kDocs = std::string(BAOBEI_SOURCE_DIR) + "/docs/";

std::string page(const std::string& name) {
  std::ifstream file(kDocs + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

// What stands between the marks of `name`.
void expect_generated(const std::string& file, const std::string& name, const std::string& text) {
  auto whole = page(file);
  const std::string open = "<!-- generated: " + name + " -->\n";
  const auto begin = whole.find(open);
  ASSERT_NE(begin, std::string::npos) << name;
  const auto from = begin + open.size();
  const auto end = whole.find("<!-- end -->", from);
  ASSERT_NE(end, std::string::npos) << name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {  // NOLINT: no other thread runs
    whole.replace(from, end - from, text);
    std::ofstream(kDocs + file, std::ios::binary) << whole;
    return;
  }
  EXPECT_EQ(whole.substr(from, end - from), text) << "UPDATE_GOLDEN=1 writes it anew";
}

TEST(Format, TheExampleOfAnEventIsOne) {
  CaseStory story("wx5f1c0e7a", kBegin);
  const auto first = story.act(
      lifecycle::Role::kOperator,
      lifecycle::RegisterApp{{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false});
  const auto second =
      story.act(lifecycle::Role::kDeveloper, lifecycle::AuthoriseAgency{"org-agency", {}});
  int number = 0;
  for (const auto& write : {first, second}) {
    const auto& row = write.events.front();
    expect_generated("event-format.md", "event " + std::to_string(++number),
                     "```\n" + row.body + "\n```\n\nHash: `" + to_hex(row.hash) + "`\n");
    EXPECT_EQ(row.hash, sha256("baobei.event/1\n" + row.body)) << "as the page says";
    const auto opened = lifecycle::open_event(row.body);
    ASSERT_TRUE(opened);
    EXPECT_EQ(lifecycle::seal(opened->app, opened->revision, opened->prev, opened->event).body,
              row.body);
  }
  EXPECT_EQ(second.events.front().prev, first.events.front().hash);
  EXPECT_THAT(second.events.front().body, HasSubstr(to_hex(first.events.front().hash)));
}

// Every table has its row on the page, and every row of the page a table.
TEST(Format, EveryTableIsOnThePage) {
  Scratch scratch;
  const auto path = scratch.file("baobei.db");
  ASSERT_TRUE(store::open(path, store::OpenMode::kProduction, kBegin));
  const auto db = store::Connection::open(path, store::Access::kRead);
  ASSERT_TRUE(db);
  std::set<std::string> tables;
  {
    store::Query query(**db, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    std::string name;
    while (query.next()) {
      query.columns(name);
      tables.insert(name);
    }
    ASSERT_TRUE(query.status());
  }
  const auto text = page("storage-format.md");
  std::set<std::string> described;
  const auto from = text.find("### Truth");
  const auto until = text.find("## Durability");
  const auto part = text.substr(from, until - from);
  static const std::regex kRow(R"(\n\| ((`\w+`(, )?)+) \|)");
  static const std::regex kName(R"(`(\w+)`)");
  for (std::sregex_iterator row(part.begin(), part.end(), kRow), end; row != end; ++row) {
    const auto names = (*row)[1].str();
    for (std::sregex_iterator name(names.begin(), names.end(), kName); name != end; ++name) {
      described.insert((*name)[1].str());
    }
  }
  EXPECT_EQ(described, tables);
  EXPECT_THAT(text, HasSubstr("`0x42414F42`"));
  EXPECT_EQ(store::kApplicationId, 0x42414F42);
}

struct Setting {
  const char* sql;
  const char* value;
  const char* on_page;
};

// The settings that the page names are those of a database that a server has opened.
TEST(Format, TheSettingsAreAsThePageSays) {
  const auto text = page("storage-format.md");
  Scratch scratch;
  const auto path = scratch.file("baobei.db");
  ASSERT_TRUE(store::open(path, store::OpenMode::kProduction, kBegin));
  const auto db = store::Connection::open(path, store::Access::kRead);
  ASSERT_TRUE(db);
  static constexpr Setting kSettings[] = {
      {"SELECT CAST(journal_mode AS TEXT) FROM pragma_journal_mode", "wal",
       "| `journal_mode` | `WAL` |"},
      {"SELECT CAST(secure_delete AS TEXT) FROM pragma_secure_delete", "1",
       "| `secure_delete` | on |"},
      {"SELECT CAST(trusted_schema AS TEXT) FROM pragma_trusted_schema", "0",
       "| `trusted_schema` | off"},
      {"SELECT CAST(cell_size_check AS TEXT) FROM pragma_cell_size_check", "1",
       "| `cell_size_check` | on |"},
      {"SELECT CAST(temp_store AS TEXT) FROM pragma_temp_store", "2", "| `temp_store` | memory |"},
      {"SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout", "5000",
       "| `busy_timeout` | 5 s |"}};
  for (const auto& setting : kSettings) {
    store::Query query(**db, setting.sql);
    std::string value;
    ASSERT_TRUE(query.next()) << setting.sql;
    query.columns(value);
    EXPECT_EQ(value, setting.value) << setting.sql;
    EXPECT_THAT(text, HasSubstr(setting.on_page));
  }
  EXPECT_EQ(store::kWalCheckpointBytes, std::uint64_t{8} << 20);
  EXPECT_EQ(store::kWalRestartBytes, std::uint64_t{64} << 20);
  EXPECT_THAT(text, HasSubstr("when 8 MiB of it are in use"));
  EXPECT_THAT(text, HasSubstr("from 64 MiB on the writer waits up to 100 ms"));
}

}  // namespace
}  // namespace baobei::test
