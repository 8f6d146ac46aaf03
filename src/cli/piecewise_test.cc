// An upload in pieces from the command's side: what it sends, what it does when the way is cut.

#include "cli/piecewise.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::problem;
using test::TestMachine;
using ::testing::HasSubstr;

// A server that keeps what arrives, and loses the way when it is told to.
class PieceServer {
 public:
  Result<HttpResponse> handle(const HttpRequest& request) {
    const auto& target = request.target;
    if (target == "/v1/apps/wx1/packages?limit=200") {
      return answer_json(200, {{"items", json::array{}}});
    }
    if (target == "/v1/apps/wx1/uploads" && request.method == "GET") return list();
    if (target == "/v1/apps/wx1/uploads") return begin(request);
    if (target.ends_with("/complete")) return complete();
    if (request.method == "GET") return answer_json(200, upload());
    return piece(request);
  }

  std::string arrived;
  std::string digest;
  json::object begun;
  std::vector<std::uint64_t> offsets;  // of the pieces that arrived
  int lost_answers = 0;                // pieces that are kept but not answered
  int cut_after = -1;                  // pieces until nothing works any more

 private:
  json::object upload() {
    auto object = begun;
    object["upload"] = "up_1";
    object["offset"] = arrived.size();
    object["piece_bytes_max"] = 3 << 20;
    object["expires_at"] = "2026-03-03T09:00:00Z";
    return object;
  }
  Result<HttpResponse> list() {
    json::array items;
    if (!begun.empty()) items.push_back(upload());
    return answer_json(200, {{"items", items}});
  }
  Result<HttpResponse> begin(const HttpRequest& request) {
    begun = parse_json(request.body, 10'000)->as_object();
    begun.emplace("label", "");
    return answer_json(201, upload());
  }
  Result<HttpResponse> piece(const HttpRequest& request) {
    if (cut_after == 0) return fail(ErrorKind::kUnavailable, "cut", std::string(kNoConnection));
    const auto offset = std::stoull(test::header_of(request, "Upload-Offset"));
    if (offset != arrived.size()) {
      auto refused = *parse_json(problem(409, "wrong_offset").body, 10'000);
      refused.as_object()["offset"] = std::to_string(arrived.size());
      return answer_json(409, refused);
    }
    offsets.push_back(offset);
    std::ifstream file(request.upload_path);
    std::string bytes(request.upload_bytes, '\0');
    file.seekg(static_cast<std::streamoff>(request.upload_from));
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    arrived += bytes;
    if (cut_after > 0) --cut_after;
    if (lost_answers > 0) {
      --lost_answers;
      return fail(ErrorKind::kUnavailable, "the answer was lost");
    }
    return answer_json(200, upload());
  }
  Result<HttpResponse> complete() {
    EXPECT_EQ(to_hex(sha256(arrived)), std::string(begun["content"].as_string()));
    return answer_json(201, {{"digest", digest}, {"files", 1}, {"bytes", arrived.size()}});
  }
};

class Piecewise : public testing::Test {
 protected:
  Piecewise() {
    const auto folder = machine_.folder() + "/app";
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/noise.bin") << noise();
    std::ofstream(folder + "/app.json") << "{}";
    path_ = folder;
    server_.digest = to_hex(LocalPackage::open(folder)->digest());
    machine_.server = [this](const HttpRequest& request) { return server_.handle(request); };
  }
  // That no packing makes smaller.
  static const std::string& noise() {
    static const std::string bytes = [] {
      std::mt19937_64 random(1);
      std::string made;
      while (made.size() < 10 << 20) {
        const auto word = random();
        made.append(reinterpret_cast<const char*>(&word), sizeof word);
      }
      return made;
    }();
    return bytes;
  }
  int upload() { return machine_.run({"upload", "wx1", path_}); }

  TestMachine machine_;
  PieceServer server_;
  std::string path_;
};

TEST_F(Piecewise, sends_large_archives_in_pieces_the_server_takes) {
  EXPECT_EQ(upload(), kExitOk) << machine_.err.str();
  EXPECT_THAT(machine_.out.str(), HasSubstr(server_.digest));
  EXPECT_EQ(server_.begun["digest"], json::value(server_.digest));
  ASSERT_EQ(server_.offsets.size(), 4U);
  EXPECT_EQ(server_.offsets[1], 3U << 20) << "not more than the server takes at once";
}

TEST_F(Piecewise, goes_on_after_answers_that_were_lost) {
  server_.lost_answers = 2;
  EXPECT_EQ(upload(), kExitOk) << machine_.err.str();
  EXPECT_EQ(server_.offsets.size(), 4U) << "no piece arrived twice";
}

TEST_F(Piecewise, goes_on_in_the_next_run_where_it_was_cut) {
  server_.cut_after = 2;
  EXPECT_EQ(upload(), kExitNoServer);
  EXPECT_THAT(machine_.err.str(), HasSubstr("run the same command again"));
  EXPECT_EQ(server_.offsets.size(), 2U);
  server_.cut_after = -1;
  EXPECT_EQ(upload(), kExitOk) << machine_.err.str();
  EXPECT_THAT(machine_.err.str(), HasSubstr("Going on"));
  EXPECT_EQ(server_.offsets.size(), 4U);
}

TEST_F(Piecewise, begins_anew_where_the_archive_is_another) {
  server_.cut_after = 1;
  EXPECT_EQ(upload(), kExitNoServer);
  std::ofstream(path_ + "/app.json") << "{\"pages\":[]}";
  server_.digest = to_hex(LocalPackage::open(path_)->digest());
  server_.cut_after = -1;
  server_.arrived.clear();
  EXPECT_EQ(upload(), kExitOk) << machine_.err.str();
  EXPECT_EQ(server_.begun["digest"], json::value(server_.digest));
}

TEST_F(Piecewise, ends_where_the_server_contradicts_itself) {
  machine_.server = [this](const HttpRequest& request) -> Result<HttpResponse> {
    if (request.method != "PATCH") return server_.handle(request);
    auto refused = *parse_json(problem(409, "wrong_offset").body, 10'000);
    refused.as_object()["offset"] = "7";
    return answer_json(409, refused);
  };
  EXPECT_EQ(upload(), kExitRefused);
}

}  // namespace
}  // namespace baobei::cli
