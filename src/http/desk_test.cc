// The desks beside the API: which paths they have, how they are kept and what the page may do.

#include <vector>

#include "http/test_world.h"

namespace baobei::http {
namespace {

const std::vector<web_files::EmbeddedFile> kFiles = {{"assets/a-1f.js", "let a"},
                                                     {"assets/a-1f.js.br", "BR"},
                                                     {"index.html", "<!doctype html>"},
                                                     {"preview.html", "<!doctype html><p>"}};

struct DeskWorld : test::World {
  web_files::WebFiles web{kFiles};
  DeskWorld() { services.desks = &web; }
};

TEST(Desk, answers_the_page_to_every_address_of_a_desk) {
  DeskWorld world;
  for (const auto* path : {"/", "/dev", "/dev/cases/wx1/3?tab=history", "/office", "/sign-in"}) {
    const auto answer = world.get(path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.body, "<!doctype html>") << path;
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  }
}

TEST(Desk, lets_the_page_run_nothing_but_its_own) {
  DeskWorld world;
  const auto policy = world.get("/dev").header("Content-Security-Policy");
  for (const auto* part : {"default-src 'none'", "script-src 'self';", "frame-ancestors 'none'",
                           "base-uri 'none'", "require-trusted-types-for 'script'"}) {
    EXPECT_NE(policy.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(world.get("/dev").header("X-Content-Type-Options"), "nosniff");
}

TEST(Desk, lets_only_the_sandboxed_preview_be_framed) {
  DeskWorld world;
  const auto page = world.get("/review").header("Content-Security-Policy");
  EXPECT_NE(page.find("frame-src 'self' blob:;"), std::string::npos);
  const auto frame = world.get("/preview.html").header("Content-Security-Policy");
  for (const auto* part : {"sandbox allow-scripts;", "default-src 'none'", "frame-ancestors 'self'",
                           "trusted-types 'none'"}) {
    EXPECT_NE(frame.find(part), std::string::npos) << part;
  }
  for (const auto* part : {"allow-same-origin", "unsafe", "connect-src", "https:"}) {
    EXPECT_EQ(frame.find(part), std::string::npos) << part;
  }
}

TEST(Desk, keeps_hashed_names_for_ever_and_codes_them) {
  DeskWorld world;
  const auto plain = world.get("/assets/a-1f.js");
  EXPECT_EQ(plain.body, "let a");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  const auto coded = world.get("/assets/a-1f.js", "", "Accept-Encoding: gzip, br\r\n");
  EXPECT_EQ(coded.body, "BR");
  EXPECT_EQ(coded.header("Content-Encoding"), "br");
  EXPECT_NE(coded.header("ETag"), plain.header("ETag"));
}

TEST(Desk, says_unchanged_to_who_has_it) {
  DeskWorld world;
  const auto etag = world.get("/").header("ETag");
  ASSERT_FALSE(etag.empty());
  const auto again = world.get("/", "", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(world.get("/", "", "If-None-Match: \"other\"\r\n").status, 200);
}

TEST(Desk, has_no_other_paths) {
  DeskWorld world;
  for (const auto* path : {"/assets/gone-1f.js", "/v1/nothing", "/devious", "/.env"}) {
    const auto answer = world.get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << path;
  }
  EXPECT_EQ(world.post("/dev", "").status, 404);
  EXPECT_EQ(world.get("/v1/server").status, 200);
}

TEST(Desk, is_absent_where_none_is_given) {
  test::World world;
  EXPECT_EQ(world.get("/").status, 404);
  EXPECT_EQ(world.get("/dev").status, 404);
}

}  // namespace
}  // namespace baobei::http
