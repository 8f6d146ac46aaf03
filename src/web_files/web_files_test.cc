#include "web_files/web_files.h"

#include <gtest/gtest.h>

#include <vector>

namespace baobei::web_files {
namespace {

std::vector<EmbeddedFile> sample_files() {
  return {{"assets/a-1f.css", "body{}"},  {"assets/a-1f.js", "let a"},
          {"assets/a-1f.js.br", "BR"},    {"assets/a-1f.js.gz", "GZ"},
          {"favicon.svg", "<svg/>"},      {"index.html", "<!doctype html>"},
          {"index.html.gz", "PAGE GZIP"}, {"orphan.js.br", "of nothing"}};
}

TEST(WebFiles, finds_a_file_by_its_path) {
  const auto files = sample_files();
  const WebFiles web(files);
  const auto* script = web.find("/assets/a-1f.js");
  ASSERT_NE(script, nullptr);
  EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script->plain, "let a");
  EXPECT_TRUE(script->immutable);
  EXPECT_FALSE(script->page);
  EXPECT_EQ(script->etag.size(), 20U);
  EXPECT_NE(script->etag, web.find("/assets/a-1f.css")->etag);
  EXPECT_FALSE(web.find("/favicon.svg")->immutable);
  EXPECT_EQ(web.find("/favicon.svg")->content_type, "image/svg+xml");
}

TEST(WebFiles, answers_addresses_of_desks_with_the_page) {
  const auto files = sample_files();
  const WebFiles web(files);
  const auto* page = web.find("/index.html");
  for (const auto* path :
       {"/", "/dev", "/dev/cases/wx01/3", "/review", "/office/filings/wx01/1", "/ops/apps",
        "/c/wx01", "/sign-in", "/inbox", "/settings", "/jobs/7", "/invitation"}) {
    EXPECT_EQ(web.find(path), page) << path;
  }
  EXPECT_TRUE(page->page);
}

TEST(WebFiles, knows_nothing_else) {
  const auto files = sample_files();
  const WebFiles web(files);
  for (const auto* path :
       {"/assets/gone.js", "/assets/", "/v1/nothing", "/devious", "/d/wx01/manifest", "index.html",
        "*", "", "/assets/a-1f.js.br", "/orphan.js", "/.env", "/../etc/passwd"}) {
    EXPECT_EQ(web.find(path), nullptr) << path;
  }
}

TEST(WebFiles, chooses_the_smallest_coding_that_the_client_takes) {
  struct Row {
    const char* accept;
    const char* coding;
    const char* bytes;
  };
  const auto files = sample_files();
  const WebFiles web(files);
  for (const auto& row : std::vector<Row>{{"", "", "let a"},
                                          {"gzip, deflate, br", "br", "BR"},
                                          {"gzip;q=0.5, br;q=0", "gzip", "GZ"},
                                          {"br ; q=0.0 , gzip", "gzip", "GZ"},
                                          {"identity", "", "let a"},
                                          {"*", "", "let a"},
                                          {"broccoli", "", "let a"}}) {
    const auto coded = best_coding(*web.find("/assets/a-1f.js"), row.accept);
    EXPECT_EQ(coded.coding, row.coding) << row.accept;
    EXPECT_EQ(coded.bytes, row.bytes) << row.accept;
  }
  EXPECT_EQ(best_coding(*web.find("/assets/a-1f.css"), "br, gzip").coding, "");
}

TEST(WebFiles, has_a_page_in_every_build) {
  const WebFiles web(embedded_files());
  const auto* page = web.find("/");
  ASSERT_NE(page, nullptr);
  EXPECT_NE(page->plain.find("<!doctype html>"), std::string_view::npos);
}

}  // namespace
}  // namespace baobei::web_files
