// Deadlines for calendar programs, receipts, and the inbox as a whole, over real sockets.

#include <gmock/gmock.h>

#include "base/text.h"
#include "http/ical.h"
#include "http/test_world.h"
#include "receipts/receipts.h"

namespace baobei::http {
namespace {

using lifecycle::DeadlineKind;
using lifecycle::Role;
using test::member;
using test::object_of;
using test::World;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Instant instant_of(const char* text) {
  return parse_rfc3339(text).value();
}

// ---- the encoder -------------------------------------------------------------------------------

TEST(Ical, folds_between_characters_and_escapes_what_could_break_out) {
  EXPECT_EQ(ical_text("a;b,c\\d\ne\r\x1B[0m\x7F"), "a\\;b\\,c\\\\d\\ne[0m");
  EXPECT_EQ(ical_line("short"), "short\r\n");
  EXPECT_EQ(ical_line(std::string(75, 'a')), std::string(75, 'a') + "\r\n");
  EXPECT_EQ(ical_line(std::string(76, 'a')), std::string(75, 'a') + "\r\n a\r\n");
  std::string chinese;
  for (int i = 0; i < 60; ++i) chinese += "报";
  const auto folded = ical_line(chinese);
  std::string together;
  for (const auto& line : split(folded, '\n')) {
    EXPECT_LE(line.size(), 76U);
    EXPECT_TRUE(is_utf8(line)) << "no character is cut in two";
    auto part = line.starts_with(' ') ? line.substr(1) : line;
    if (part.ends_with('\r')) part.pop_back();
    together += part;
  }
  EXPECT_EQ(together, chinese);
}

TEST(Ical, keeps_hostile_names_on_their_line) {
  for (const std::string hostile : {"x\r\nBEGIN:VEVENT\r\nSUMMARY:forged", "x\nEND:VCALENDAR",
                                    "x\r\n ATTACH:http://a.cn", "x;ALTREP=\"http://a.cn\":y"}) {
    CalendarEvent event{"uid@baobei", instant_of("2026-03-09T09:00:00Z"),
                        instant_of("2026-03-02T09:00:00Z"), hostile, hostile};
    const auto text = calendar_text(hostile, {event}, instant_of("2026-03-02T09:00:00Z"));
    std::size_t begins = 0;
    for (const auto& line : split(text, '\n')) {
      EXPECT_THAT(line, Not(testing::StartsWith("ATTACH")));
      begins += line.starts_with("BEGIN:VEVENT") ? 1 : 0;
    }
    EXPECT_EQ(begins, 1U);
    EXPECT_EQ(text.find("\r\nEND:VCALENDAR\r\n"), text.size() - 17);
  }
}

// ---- calendars ---------------------------------------------------------------------------------

std::string subscribed(World& world, const std::string& person) {
  const auto made = world.post("/v1/calendars", person, R"({"label":"手机"})");
  EXPECT_EQ(made.status, 201) << made.body;
  world.beside.calendars.people[person] = world.reader.tokens.at(sha256("token-" + person));
  return member(made, "path");
}

void fill(World& world) {
  engine::EntryListItem entry{"wx1", "论坛", {}};
  entry.row = {2,
               1,
               lifecycle::EntryState::kRunning,
               "33",
               instant_of("2026-03-02T09:00:00Z"),
               instant_of("2026-03-09T09:00:00Z"),
               instant_of("2026-03-02T09:00:00Z")};
  world.reader.entry_rows = {entry};
  world.beside.calendars.deadlines = {
      {"wx1", "论坛", {DeadlineKind::kReviewDue, 3, instant_of("2026-03-05T09:00:00Z")}},
      {"wx1", "论坛", {DeadlineKind::kLapse, 1, instant_of("2026-08-05T09:00:00.5Z")}},
      {"wx1", "论坛", {DeadlineKind::kDownBy, 1, instant_of("2026-03-03T09:00:00Z")}}};
}

TEST(Calendar, shows_each_owner_what_waits_for_them) {
  World world;
  fill(world);
  struct Row {
    std::string person;
    std::vector<std::string> starts;
  };
  for (const Row& row : std::vector<Row>{
           {"developer", {"20260303T090000Z", "20260309T090000Z", "20260805T090000Z"}},
           {"officer", {"20260303T090000Z", "20260309T090000Z"}},
           {"reviewer", {"20260305T090000Z"}},
           {"operator",
            {"20260303T090000Z", "20260305T090000Z", "20260309T090000Z", "20260805T090000Z"}}}) {
    const auto answer = world.get(subscribed(world, row.person));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/calendar; charset=utf-8");
    std::vector<std::string> starts;
    for (const auto& line : split(answer.body, '\n')) {
      if (line.starts_with("DTSTART:")) starts.push_back(line.substr(8, 16));
    }
    EXPECT_EQ(starts, row.starts) << row.person;
  }
}

TEST(Calendar, is_the_same_whenever_it_is_read) {
  World world;
  fill(world);
  const auto path = subscribed(world, "developer");
  const auto first = world.get(path);
  EXPECT_THAT(first.body, HasSubstr("SUMMARY:报备期满 / Filing period ends: 论坛\r\n"));
  EXPECT_THAT(first.body, HasSubstr("TRIGGER:-P1D\r\n"));
  EXPECT_EQ(world.get(path).body, first.body);
}

TEST(Calendar, is_a_secret_that_can_be_taken_back) {
  World world;
  fill(world);
  const auto path = subscribed(world, "developer");
  EXPECT_EQ(world.get(path + "x").status, 404);
  EXPECT_EQ(world.get(path.substr(0, path.size() - 4)).status, 404);
  EXPECT_EQ(world.get("/calendar/.ics").status, 404);
  const auto list = world.get("/v1/calendars", "developer");
  EXPECT_THAT(list.body, Not(HasSubstr(path.substr(3, 20)))) << "shown once";
  const auto id = std::string(object_of(list).at("items").at(0).at("calendar").as_string());
  EXPECT_EQ(member(world.get("/v1/calendars", "stranger"), "items"), "[]");
  EXPECT_EQ(world.send("DELETE", "/v1/calendars/" + id, "stranger").status, 404);
  EXPECT_EQ(world.get(path).status, 200);
  EXPECT_EQ(world.send("DELETE", "/v1/calendars/" + id, "developer").status, 204);
  EXPECT_EQ(world.get(path).status, 404);
}

TEST(Calendar, are_few_and_named) {
  World world;
  EXPECT_EQ(world.post("/v1/calendars", "developer", R"({"label":"a\nb"})").status, 400);
  EXPECT_EQ(world.post("/v1/calendars", "developer").status, 201);
  for (std::size_t i = 1; i < engine::kCalendarsOfPersonMax; ++i) subscribed(world, "developer");
  const auto many = world.post("/v1/calendars", "developer", "{}");
  EXPECT_EQ(many.status, 409);
  EXPECT_EQ(member(many, "type"), "urn:baobei:problem:too_many");
}

// ---- the inbox as a whole ----------------------------------------------------------------------

TEST(Inbox, is_counted) {
  World world;
  world.beside.marks.unread_left = 3;
  const auto some = object_of(world.get("/v1/inbox/unread", "developer"));
  EXPECT_EQ(some.at("unread").to_number<int>(), 3);
  EXPECT_EQ(some.at("exact"), true);
  world.beside.marks.unread_left = 20'000;
  const auto many = object_of(world.get("/v1/inbox/unread", "developer"));
  EXPECT_EQ(many.at("unread").to_number<int>(), 10'000);
  EXPECT_EQ(many.at("exact"), false);
}

TEST(Inbox, is_read_as_a_whole_in_parts) {
  World world;
  world.beside.marks.unread_left = 2 * engine::kReadAtOnceMax + 5;
  const auto read = world.post("/v1/inbox/read-all", "developer", R"({"up_to":77})");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(member(read, "marked"), std::to_string(2 * engine::kReadAtOnceMax + 5));
  EXPECT_THAT(world.beside.marks.asked,
              ElementsAre("developer up to 77", "developer up to 77", "developer up to 77"));
  EXPECT_EQ(world.post("/v1/inbox/read-all", "developer").status, 400);
  EXPECT_EQ(world.post("/v1/inbox/read-all", "developer", R"({"up_to":-1})").status, 400);
  world.commands.write_result = fail(ErrorKind::kUnavailable, "too many writes wait");
  EXPECT_EQ(world.post("/v1/inbox/read-all", "developer", R"({"up_to":77})").status, 503);
}

// ---- receipts ----------------------------------------------------------------------------------

engine::LoggedEvent logged(std::uint64_t index, const std::string& type, int entry) {
  engine::LoggedEvent event;
  event.log_index = index;
  event.row.type = type;
  event.row.hash = sha256(type);
  event.row.body = R"({"data":{"entry":)" + std::to_string(entry) + R"(,"type":")" + type + "\"}}";
  return event;
}

// Entry 1 passed, entry 2 ended in silence, entry 3 waits to be handed over, entry 4 has no period.
void fill_entries(World& world) {
  auto& app = world.reader.cases["wx1"];
  lifecycle::Submission submission;
  submission.no = 1;
  submission.digest = sha256("tree");
  app.submissions.push_back(submission);
  for (lifecycle::EntryNo no = 1; no <= 4; ++no) {
    lifecycle::Entry entry;
    entry.no = no;
    entry.submission = 1;
    entry.region = "33";
    entry.categories = {"social-forum"};
    if (no != 3) {
      entry.notice_at = instant_of("2026-02-20T08:59:59.25Z");
      entry.start = instant_of("2026-02-20T09:00:00Z");
    }
    if (no < 3) entry.end = instant_of("2026-02-27T09:00:00Z");
    app.entries.push_back(entry);
  }
  app.entries[1].state = lifecycle::EntryState::kSilent;
  world.reader.logged = {logged(4, "filing_started", 1), logged(5, "filing_started", 2),
                         logged(6, "filing_passed", 1), logged(9, "filing_period_ended", 2),
                         logged(11, "filing_started", 4)};
  world.person("elsewhere", "org-office-44", {Role::kOfficer}, "44");
}

TEST(Receipt, proves_from_when_to_when_and_why) {
  World world;
  fill_entries(world);
  const auto answer = world.get("/v1/apps/wx1/filings/2/receipt", "developer");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto document = receipts::receipt_from(answer.body).value();
  EXPECT_EQ(receipts::verify(document, world.beside.keys.published()), receipts::Verdict::kValid);
  const auto& receipt = document.receipt;
  EXPECT_EQ(receipt.kind, "filing_receipt");
  EXPECT_EQ(receipt.digest, to_hex(sha256("tree")));
  EXPECT_EQ(receipt.start, "2026-02-20T09:00:00Z");
  EXPECT_EQ(receipt.end, "2026-02-27T09:00:00Z");
  EXPECT_THAT(receipt.office_zh, HasSubstr("浙江"));
  EXPECT_EQ(receipt.log_index, 5U);
  EXPECT_EQ(receipt.event_hash, to_hex(sha256("filing_started")));
  EXPECT_EQ(receipt.why.size(), 4U);
  EXPECT_EQ(receipt.issued_at, "2026-03-02T09:00:00Z");
}

TEST(Receipt, of_an_entry_without_a_period_says_so) {
  World world;
  fill_entries(world);
  const auto answer = world.get("/v1/apps/wx1/filings/4/receipt", "officer");
  const auto document = receipts::receipt_from(answer.body).value();
  EXPECT_FALSE(document.receipt.end);
  EXPECT_EQ(document.receipt.why.back().rule, "R12");
  EXPECT_EQ(receipts::verify(document, world.beside.keys.published()), receipts::Verdict::kValid);
}

TEST(Certificate, is_there_where_a_period_ended_in_silence_and_nowhere_else) {
  World world;
  fill_entries(world);
  const auto silent = world.get("/v1/apps/wx1/filings/2/certificate", "developer");
  ASSERT_EQ(silent.status, 200) << silent.body;
  const auto document = receipts::receipt_from(silent.body).value();
  EXPECT_EQ(document.receipt.kind, "silence_certificate");
  EXPECT_EQ(document.receipt.log_index, 9U);
  EXPECT_EQ(document.receipt.why.back().rule, "R16");
  EXPECT_EQ(receipts::verify(document, world.beside.keys.published()), receipts::Verdict::kValid);
  for (const std::string no : {"1", "4"}) {
    const auto none = world.get("/v1/apps/wx1/filings/" + no + "/certificate", "developer");
    EXPECT_EQ(none.status, 409) << no;
    EXPECT_EQ(member(none, "type"), "urn:baobei:problem:not_silent");
  }
}

TEST(Receipt, is_for_the_parties_the_platform_and_the_office_it_concerns) {
  World world;
  fill_entries(world);
  for (const std::string what : {"receipt", "certificate"}) {
    const auto path = "/v1/apps/wx1/filings/2/" + what;
    for (const auto* person : {"developer", "officer", "reviewer", "operator"}) {
      EXPECT_EQ(world.get(path, person).status, 200) << person;
    }
    for (const auto* person : {"stranger", "elsewhere"}) {
      EXPECT_EQ(world.get(path, person).status, 404) << person;
    }
    EXPECT_EQ(world.get("/v1/apps/wx1/filings/3/" + what, "developer").status, 404);
    EXPECT_EQ(world.get("/v1/apps/wx1/filings/9/" + what, "developer").status, 404);
    EXPECT_EQ(world.get("/v1/apps/wx1/filings/x/" + what, "developer").status, 404);
  }
}

TEST(Keys, are_published_without_their_secrets) {
  World world;
  const auto answer = world.get("/v1/keys");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(receipts::keys_from(answer.body).value().size(), 1U);
  EXPECT_THAT(answer.body, Not(HasSubstr("seed")));
}

}  // namespace
}  // namespace baobei::http
