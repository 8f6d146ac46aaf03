// What stands in a version, over real sockets: who may look, what is shown, what is hidden.

#include <gmock/gmock.h>

#include "http/test_world.h"

namespace baobei::http {
namespace {

using lifecycle::Role;
using test::member;
using test::object_of;
using test::World;
using ::testing::HasSubstr;

const Digest kFiled = sha256("filed");
const Digest kDraft = sha256("draft");
const Digest kForeign = sha256("of another mini-program");

engine::ReportFinding finding(const std::string& rule, const std::string& file,
                              std::uint32_t line) {
  engine::ReportFinding row;
  row.rule = rule;
  row.severity = "error";
  row.message_zh = "有问题";
  row.message_en = "a fault";
  row.at = {file, line, 1, line, 4};
  row.confidential = rule == "hidden/rule";
  row.secret = rule == "secrets/key";
  return row;
}

// wx1: version kFiled in submission 1, laid before office 33; version kDraft only uploaded.
void fill(World& world) {
  auto& app = world.reader.cases["wx1"];
  lifecycle::Submission submission;
  submission.no = 1;
  submission.state = lifecycle::SubmissionState::kFiling;
  submission.digest = kFiled;
  submission.report = sha256("report");
  app.submissions.push_back(submission);
  lifecycle::Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.state = lifecycle::EntryState::kRunning;
  entry.region = "33";
  app.entries.push_back(entry);
  world.person("elsewhere", "org-office-44", {Role::kOfficer}, "44");
  world.reader.package_rows = {{"wx1", kFiled, "1.0", 20, 2, "developer", world.clock.now()},
                               {"wx1", kDraft, "1.1", 20, 2, "developer", world.clock.now()}};
  const std::map<std::string, std::vector<std::string>> files = {
      {"app.json", {"{", "  \"pages\": []", "}"}},
      {"pages/home/home.js", {"Page({", "  key: 'hush',", "})"}},
      {"pages/home/home.png", {}}};
  world.contents.versions = {{kFiled, files}, {kDraft, files}, {kForeign, files}};
  world.contents.reports[sha256("report")] = {
      finding("structure/a", "app.json", 2), finding("secrets/key", "pages/home/home.js", 2),
      finding("hidden/rule", "app.json", 1), finding("structure/b", "", 0)};
}

std::string files_of(const Digest& digest, const std::string& tail = "") {
  return "/v1/apps/wx1/packages/" + to_hex(digest) + "/files" + tail;
}

TEST(Version, is_open_to_those_whom_it_concerns) {
  World world;
  fill(world);
  struct Row {
    std::string person;
    bool filed;
    bool draft;
  };
  // The office of 33 sees what was laid before it, that of 44 nothing.
  for (const Row& row : std::vector<Row>{{"developer", true, true},
                                         {"stranger", false, false},
                                         {"reviewer", true, true},
                                         {"senior", true, true},
                                         {"operator", true, true},
                                         {"officer", true, false},
                                         {"elsewhere", false, false}}) {
    for (const std::string tail : {"", "/app.json", "/pages/home/home.js?from=2"}) {
      SCOPED_TRACE(row.person + tail);
      EXPECT_EQ(world.get(files_of(kFiled, tail), row.person).status, row.filed ? 200 : 404);
      EXPECT_EQ(world.get(files_of(kDraft, tail), row.person).status, row.draft ? 200 : 404);
      // Stored, but for another mini-program.
      EXPECT_EQ(world.get(files_of(kForeign, tail), row.person).status, 404);
    }
    const auto findings = world.get("/v1/apps/wx1/submissions/1/findings", row.person);
    EXPECT_EQ(findings.status, row.filed ? 200 : 404) << row.person;
  }
}

TEST(Version, was_not_laid_before_an_office_that_waits_for_the_hand_over) {
  World world;
  fill(world);
  world.reader.cases["wx1"].entries[0].state = lifecycle::EntryState::kToBeHandedOver;
  EXPECT_EQ(world.get(files_of(kFiled), "officer").status, 404);
}

TEST(Version, tells_strangers_what_it_tells_about_what_is_not_there) {
  World world;
  fill(world);
  const auto foreign = world.get(files_of(kFiled), "stranger");
  const auto nothing =
      world.get("/v1/apps/wx404/packages/" + to_hex(kFiled) + "/files", "stranger");
  EXPECT_EQ(foreign.body, nothing.body);
  for (const auto& odd : std::vector<std::string>{"xyz", "%00", "..", to_hex(kFiled) + "00"}) {
    EXPECT_EQ(world.get("/v1/apps/wx1/packages/" + odd + "/files", "developer").status, 404) << odd;
  }
}

TEST(Version, lists_its_files_page_by_page) {
  World world;
  fill(world);
  const auto all = object_of(world.get(files_of(kFiled), "developer"));
  EXPECT_EQ(all.at("files").to_number<int>(), 3);
  ASSERT_EQ(all.at("items").as_array().size(), 3U);
  const auto& first = all.at("items").at(0);
  EXPECT_EQ(first.at("path"), "app.json");
  EXPECT_EQ(first.at("kind"), "data");
  EXPECT_EQ(first.at("content").as_string(), to_hex(sha256("app.json")));
  EXPECT_FALSE(all.contains("next"));

  const auto page = object_of(world.get(files_of(kFiled, "?limit=2"), "developer"));
  EXPECT_EQ(page.at("next"), "pages/home/home.js");
  const auto rest =
      object_of(world.get(files_of(kFiled, "?limit=2&after=pages/home/home.js"), "developer"));
  ASSERT_EQ(rest.at("items").as_array().size(), 1U);
  EXPECT_EQ(rest.at("items").at(0).at("kind"), "image");
  EXPECT_FALSE(rest.contains("next"));
  const auto under = object_of(world.get(files_of(kFiled, "?under=pages"), "developer"));
  EXPECT_EQ(under.at("items").as_array().size(), 2U);
  EXPECT_EQ(world.get(files_of(kFiled, "?limit=1001"), "developer").status, 400);
  EXPECT_EQ(world.get(files_of(kFiled, "?limit=0"), "developer").status, 400);
}

TEST(Version, shows_text_by_lines_and_of_other_files_what_they_are) {
  World world;
  fill(world);
  const auto text = object_of(world.get(files_of(kFiled, "/app.json?from=2&lines=1"), "developer"));
  EXPECT_EQ(text.at("text"), true);
  EXPECT_EQ(json::serialize(text.at("lines")), R"(["  \"pages\": []"])");
  EXPECT_EQ(text.at("lines_total").to_number<int>(), 3);
  EXPECT_EQ(text.at("next").to_number<int>(), 3);
  const auto last = object_of(world.get(files_of(kFiled, "/app.json?from=3"), "developer"));
  EXPECT_FALSE(last.contains("next"));
  const auto beyond = object_of(world.get(files_of(kFiled, "/app.json?from=4000"), "developer"));
  EXPECT_EQ(json::serialize(beyond.at("lines")), "[]");

  const auto image = object_of(world.get(files_of(kFiled, "/pages/home/home.png"), "developer"));
  EXPECT_EQ(image.at("text"), false);
  EXPECT_EQ(image.at("why"), "not_text");
  EXPECT_FALSE(image.contains("lines"));

  EXPECT_EQ(world.get(files_of(kFiled, "/pages%2Fhome%2Fhome.js"), "developer").status, 200);
  for (const std::string odd :
       {"/pages/home", "/nothing.js", "/pages//home/home.js", "/app.json/"}) {
    EXPECT_EQ(world.get(files_of(kFiled, odd), "developer").status, 404) << odd;
  }
  for (const std::string odd : {"?from=0", "?from=x", "?lines=5001", "?format=html"}) {
    EXPECT_EQ(world.get(files_of(kFiled, "/app.json" + odd), "developer").status, 400) << odd;
  }
}

TEST(Version, goes_out_as_plain_text_that_nothing_interprets) {
  World world;
  fill(world);
  const auto plain = world.get(files_of(kFiled, "/app.json?format=text"), "developer");
  EXPECT_EQ(plain.body, "{\n  \"pages\": []\n}\n");
  EXPECT_EQ(plain.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(plain.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(plain.header("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(world.get(files_of(kFiled, "/pages/home/home.png?format=text"), "developer").status,
            400);
}

TEST(Version, cuts_lines_that_nobody_could_read) {
  World world;
  fill(world);
  world.contents.versions[kFiled]["app.json"] = {"a", std::string(5'000, 'x'), "b"};
  const auto text = object_of(world.get(files_of(kFiled, "/app.json"), "developer"));
  EXPECT_EQ(text.at("lines").at(1).as_string().size(), engine::kShownLineCharactersMax);
  EXPECT_EQ(json::serialize(text.at("cut")), "[2]");
  const auto plain = world.get(files_of(kFiled, "/app.json?format=text"), "developer");
  EXPECT_EQ(plain.body.size(), 5'005U);
}

TEST(Version, never_shows_a_secret_that_a_report_found) {
  World world;
  fill(world);
  for (const auto* person : {"developer", "reviewer", "officer"}) {
    for (const std::string tail : {"", "?format=text"}) {
      const auto text = world.get(files_of(kFiled, "/pages/home/home.js" + tail), person);
      EXPECT_THAT(text.body, testing::Not(HasSubstr("hush"))) << person;
      EXPECT_THAT(text.body, HasSubstr("***")) << person;
    }
    const auto findings = world.get("/v1/apps/wx1/submissions/1/findings", person);
    EXPECT_THAT(findings.body, testing::Not(HasSubstr("hush"))) << person;
  }
}

std::string picture_of(const Digest& digest, const std::string& path) {
  return "/v1/apps/wx1/packages/" + to_hex(digest) + "/pictures/" + path;
}

TEST(Pictures, go_out_as_what_their_bytes_are_and_as_nothing_else) {
  World world;
  fill(world);
  // Markup behind a picture's head stays a picture.
  const std::string bytes = "GIF89a<script>alert(1)</script>";
  world.contents.pictures["pages/home/home.png"] = {sha256(bytes), engine::PictureShown::kPicture,
                                                    "image/gif", bytes};
  const auto target = picture_of(kFiled, "pages%2Fhome%2Fhome.png");
  const auto picture = world.get(target, "reviewer");
  ASSERT_EQ(picture.status, 200);
  EXPECT_EQ(picture.body, bytes);
  EXPECT_EQ(picture.header("Content-Type"), "image/gif");
  EXPECT_EQ(picture.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(picture.header("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(picture.header("Content-Disposition"), "inline");
  EXPECT_EQ(picture.header("Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_THAT(picture.header("Cache-Control"), HasSubstr("private"));
  EXPECT_EQ(picture.header("Vary"), "Authorization, Cookie");
  const auto etag = picture.header("ETag");
  EXPECT_EQ(etag, "\"" + to_hex(sha256(bytes)) + "\"");
  const auto again = world.get(target, "reviewer", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(world.get(target, "reviewer", "If-None-Match: \"other\"\r\n").status, 200);
}

TEST(Pictures, are_open_to_those_whom_the_version_concerns) {
  World world;
  fill(world);
  world.contents.pictures["pages/home/home.png"] = {sha256("x"), engine::PictureShown::kPicture,
                                                    "image/png", "x"};
  const std::string path = "pages/home/home.png";
  for (const std::string person : {"developer", "reviewer", "senior", "operator", "officer"}) {
    EXPECT_EQ(world.get(picture_of(kFiled, path), person).status, 200) << person;
    EXPECT_EQ(world.get(picture_of(kForeign, path), person).status, 404) << person;
  }
  EXPECT_EQ(world.get(picture_of(kDraft, path), "officer").status, 404);
  for (const std::string person : {"stranger", "elsewhere"}) {
    EXPECT_EQ(world.get(picture_of(kFiled, path), person).status, 404) << person;
  }
}

TEST(Pictures, that_are_none_or_too_large_are_a_problem) {
  World world;
  fill(world);
  world.contents.pictures["pages/home/home.png"].shown = engine::PictureShown::kTooLarge;
  EXPECT_EQ(world.get(picture_of(kFiled, "pages/home/home.png"), "reviewer").status, 413);
  const auto none = world.get(picture_of(kFiled, "app.json"), "reviewer");
  EXPECT_EQ(none.status, 415);
  EXPECT_THAT(none.body, HasSubstr("urn:baobei:problem:not_a_picture"));
  EXPECT_EQ(world.get(picture_of(kFiled, "nothing.png"), "reviewer").status, 404);
}

TEST(Findings, come_with_the_lines_around_them) {
  World world;
  fill(world);
  const auto page = object_of(
      world.get("/v1/apps/wx1/submissions/1/findings", "reviewer", "Accept-Language: en\r\n"));
  const auto& items = page.at("items").as_array();
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].at("rule"), "structure/a");
  EXPECT_EQ(items[0].at("message"), "a fault");
  EXPECT_EQ(items[0].at("message_zh"), "有问题");
  EXPECT_EQ(items[0].at("line").to_number<int>(), 2);
  EXPECT_EQ(json::serialize(items[0].at("excerpt")), R"({"from":2,"lines":["  \"pages\": []"]})");
  EXPECT_FALSE(items[3].as_object().contains("file"));
  EXPECT_FALSE(items[3].as_object().contains("excerpt"));
}

TEST(Findings, are_paged_and_filtered) {
  World world;
  fill(world);
  const std::string path = "/v1/apps/wx1/submissions/1/findings";
  const auto first = object_of(world.get(path + "?limit=3", "reviewer"));
  EXPECT_EQ(first.at("items").as_array().size(), 3U);
  const auto next = std::string(first.at("next").as_string());
  const auto rest = object_of(world.get(path + "?limit=3&after=" + next, "reviewer"));
  ASSERT_EQ(rest.at("items").as_array().size(), 1U);
  EXPECT_EQ(rest.at("items").at(0).at("rule"), "structure/b");
  EXPECT_FALSE(rest.contains("next"));
  const auto count = [&](const std::string& filter) {
    return object_of(world.get(path + filter, "reviewer")).at("items").as_array().size();
  };
  EXPECT_EQ(count("?file=app.json"), 2U);
  EXPECT_EQ(count("?severity=warning"), 0U);
  EXPECT_EQ(count("?rule=structure/b"), 1U);
  EXPECT_EQ(world.get(path + "?after=x", "reviewer").status, 400);
  EXPECT_EQ(world.get(path + "?limit=201", "reviewer").status, 400);
  EXPECT_EQ(world.get("/v1/apps/wx1/submissions/2/findings", "reviewer").status, 404);
}

// R8
TEST(Findings, of_confidential_rules_are_the_platforms_until_the_decision) {
  World world;
  fill(world);
  world.blobs.blobs[sha256("report")] =
      R"({"findings":[{"rule":"structure/a"},{"rule":"hidden/rule"}]})";
  auto& submission = world.reader.cases["wx1"].submissions[0];
  const std::string path = "/v1/apps/wx1/submissions/1/";
  for (const auto state :
       {lifecycle::SubmissionState::kReviewing, lifecycle::SubmissionState::kWaitingForDeveloper}) {
    submission.state = state;
    for (const std::string view : {"findings", "report"}) {
      EXPECT_THAT(world.get(path + view, "developer").body,
                  testing::AllOf(HasSubstr("structure/a"), testing::Not(HasSubstr("hidden/rule"))));
      EXPECT_THAT(world.get(path + view, "reviewer").body, HasSubstr("hidden/rule"));
    }
  }
  submission.state = lifecycle::SubmissionState::kRefused;
  EXPECT_THAT(world.get(path + "findings", "developer").body, HasSubstr("hidden/rule"));
  EXPECT_THAT(world.get(path + "report", "developer").body, HasSubstr("hidden/rule"));
}

TEST(Version, is_checked_without_a_submission) {
  World world;
  fill(world);
  const auto path = "/v1/apps/wx1/packages/" + to_hex(kDraft) + "/check";
  const auto own = world.post(path, "developer");
  EXPECT_EQ(own.status, 200);
  EXPECT_THAT(own.body, HasSubstr("structure/a"));
  EXPECT_THAT(own.body, testing::Not(HasSubstr("hidden/rule"))) << "R8";
  EXPECT_THAT(world.post(path, "reviewer").body, HasSubstr("hidden/rule"));
  EXPECT_EQ(world.post(path, "stranger").status, 404);
  EXPECT_EQ(world.post(path, "officer").status, 404) << "was not laid before it";
  EXPECT_EQ(world.post(path, "developer", "[]").status, 400);
  EXPECT_EQ(world.post("/v1/apps/wx1/packages/" + to_hex(kForeign) + "/check", "developer").status,
            404);
}

TEST(Version, says_nothing_of_its_own_faults) {
  World world;
  fill(world);
  world.contents.versions.clear();
  const auto damaged = world.get(files_of(kFiled), "developer");
  EXPECT_EQ(damaged.status, 500);
  EXPECT_THAT(damaged.body, testing::Not(HasSubstr("damaged")));
  EXPECT_THAT(world.journal.take(), testing::Contains("report damaged"));
}

}  // namespace
}  // namespace baobei::http
