// Uploads in pieces over real sockets: begun, cut off, gone on with, taken in once.

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "http/test_world.h"
#include "http/upload_sweep.h"

namespace baobei::http {
namespace {

using lifecycle::Role;
using test::Answer;
using test::member;
using test::object_of;
using test::World;
using ::testing::HasSubstr;

const std::string kUploads = "/v1/apps/wx1/uploads";

std::string begun(World& world, const std::string& body, const std::string& person = "developer") {
  const auto answer = world.post(kUploads, person, body);
  EXPECT_EQ(answer.status, 201) << answer.body;
  return member(answer, "upload");
}

Answer piece(World& world, const std::string& id, const std::string& offset,
             const std::string& bytes, const std::string& person = "developer") {
  return world.send("PATCH", kUploads + "/" + id, person, bytes,
                    "Upload-Offset: " + offset + "\r\n");
}

std::string code(const Answer& answer) {
  return member(answer, "type").substr(std::string("urn:baobei:problem:").size());
}

// The archive that the intake was given.
struct Intake {
  explicit Intake(World& world) {
    world.services.intake = [this](const std::string& path) -> Result<PackageFacts> {
      std::ifstream file(path);
      std::stringstream text;
      text << file.rdbuf();
      archives.push_back(text.str());
      if (broken) return std::unexpected(*broken);
      return PackageFacts{sha256("tree"), 12, 3456};
    };
  }
  std::vector<std::string> archives;
  std::optional<Error> broken;
};

TEST(Upload, arrives_in_pieces_and_is_taken_in_as_a_whole) {
  World world;
  Intake intake(world);
  const auto answer = world.post(kUploads, "developer", R"({"bytes":10,"label":"1.2"})");
  const auto id = member(answer, "upload");
  EXPECT_EQ(answer.header("Location"), kUploads + "/" + id);
  EXPECT_EQ(member(answer, "offset"), "0");
  EXPECT_EQ(member(answer, "piece_bytes_max"), "8388608");
  EXPECT_EQ(member(answer, "expires_at"), "2026-03-03T09:00:00Z");

  EXPECT_EQ(member(piece(world, id, "0", "hello"), "offset"), "5");
  EXPECT_EQ(member(world.get(kUploads + "/" + id, "developer"), "offset"), "5");
  const auto early = world.post(kUploads + "/" + id + "/complete", "developer");
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(code(early), "wrong_offset");
  EXPECT_EQ(member(early, "offset"), "5");
  EXPECT_EQ(member(piece(world, id, "5", "world"), "offset"), "10");

  world.reader.package_rows = {{"wx1", sha256("tree"), "1.2", 3456, 12, "developer", {}}};
  for (int round = 0; round < 2; ++round) {
    const auto taken = world.post(kUploads + "/" + id + "/complete", "developer");
    EXPECT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(member(taken, "digest"), to_hex(sha256("tree")));
    EXPECT_EQ(member(taken, "label"), "1.2");
  }
  EXPECT_THAT(intake.archives, testing::ElementsAre("helloworld")) << "taken in once";
  EXPECT_FALSE(std::filesystem::exists(testing::TempDir() + "/" + id + ".part"));
  EXPECT_EQ(member(world.get(kUploads + "/" + id, "developer"), "taken_as"),
            to_hex(sha256("tree")));
  EXPECT_EQ(code(piece(world, id, "0", "again")), "wrong_offset");
}

TEST(Upload, goes_on_where_it_was_cut_off) {
  World world;
  const auto id = begun(world, R"({"bytes":10})");
  EXPECT_EQ(piece(world, id, "0", "hello").status, 200);
  // The answer was lost: the same piece again is refused with what is there.
  const auto again = piece(world, id, "0", "hello");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(code(again), "wrong_offset");
  EXPECT_EQ(member(again, "offset"), "5");
  EXPECT_EQ(code(piece(world, id, "6", "orld")), "wrong_offset");
  EXPECT_EQ(piece(world, id, "5", "world!").status, 413);
  EXPECT_EQ(member(world.get(kUploads + "/" + id, "developer"), "offset"), "5");
  // A piece that breaks off counts for nothing.
  {
    test::Client client(world.port());
    client.send("PATCH " + kUploads + "/" + id +
                " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer token-developer\r\n"
                "Upload-Offset: 5\r\nContent-Length: 5\r\n\r\nwor");
  }
  EXPECT_EQ(member(world.get(kUploads + "/" + id, "developer"), "offset"), "5");
  EXPECT_EQ(piece(world, id, "5", "world").status, 200);
}

TEST(Upload, survives_the_server) {
  World first;
  const auto id = begun(first, R"({"bytes":10})");
  EXPECT_EQ(piece(first, id, "0", "hello").status, 200);
  const auto row = first.uploads.find("wx1", id).value();
  first.server.reset();
  World second;
  Intake intake(second);
  ASSERT_TRUE(second.uploads.begin(row));
  EXPECT_EQ(member(second.get(kUploads + "/" + id, "developer"), "offset"), "5");
  EXPECT_EQ(piece(second, id, "5", "world").status, 200);
  EXPECT_EQ(second.post(kUploads + "/" + id + "/complete", "developer").status, 201);
  EXPECT_THAT(intake.archives, testing::ElementsAre("helloworld"));
}

TEST(Upload, holds_what_was_stated_beforehand) {
  World world;
  Intake intake(world);
  const auto wrong = begun(world, R"({"bytes":5,"content":")" + to_hex(sha256("other")) + R"("})");
  EXPECT_EQ(piece(world, wrong, "0", "hello").status, 200);
  const auto refused = world.post(kUploads + "/" + wrong + "/complete", "developer");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(member(refused, "pointer"), "/content");
  EXPECT_TRUE(intake.archives.empty());
  EXPECT_EQ(member(world.get(kUploads + "/" + wrong, "developer"), "offset"), "0");

  const auto other = begun(world, R"({"bytes":5,"content":")" + to_hex(sha256("hello")) +
                                      R"(","digest":")" + to_hex(sha256("another tree")) + R"("})");
  EXPECT_EQ(piece(world, other, "0", "hello").status, 200);
  const auto differs = world.post(kUploads + "/" + other + "/complete", "developer");
  EXPECT_EQ(member(differs, "pointer"), "/digest");

  const auto right = begun(world, R"({"bytes":5,"digest":")" + to_hex(sha256("tree")) + R"("})");
  EXPECT_EQ(piece(world, right, "0", "hello").status, 200);
  EXPECT_EQ(world.post(kUploads + "/" + right + "/complete", "developer").status, 201);
}

TEST(Upload, that_is_no_package_can_be_sent_anew_and_one_that_could_not_be_kept_is_kept) {
  World world;
  Intake intake(world);
  const auto id = begun(world, R"({"bytes":5})");
  EXPECT_EQ(piece(world, id, "0", "hello").status, 200);
  intake.broken = Error{ErrorKind::kUnavailable, "no child could be started", ""};
  EXPECT_EQ(world.post(kUploads + "/" + id + "/complete", "developer").status, 503);
  EXPECT_EQ(member(world.get(kUploads + "/" + id, "developer"), "offset"), "5");
  intake.broken = Error{ErrorKind::kInvalid, "not an archive", ""};
  EXPECT_EQ(world.post(kUploads + "/" + id + "/complete", "developer").status, 400);
  EXPECT_EQ(member(world.get(kUploads + "/" + id, "developer"), "offset"), "0");
}

TEST(Upload, is_for_those_who_develop_the_mini_program) {
  World world;
  const auto id = begun(world, R"({"bytes":5})");
  struct Row {
    std::string method;
    std::string tail;
  };
  const std::vector<Row> rows = {{"GET", ""},          {"POST", ""},
                                 {"GET", "/" + id},    {"PATCH", "/" + id},
                                 {"DELETE", "/" + id}, {"POST", "/" + id + "/complete"}};
  for (const auto& row : rows) {
    const auto body = row.tail.empty() && row.method == "POST" ? R"({"bytes":5})" : "";
    const auto as = [&](const std::string& person) {
      return world.send(row.method, kUploads + row.tail, person, body, "Upload-Offset: 0\r\n")
          .status;
    };
    EXPECT_EQ(as("stranger"), 404) << row.method << row.tail;
    EXPECT_EQ(as("reviewer"), 403) << row.method << row.tail;
    EXPECT_EQ(as("officer"), 403) << row.method << row.tail;
    EXPECT_EQ(as("operator"), 403) << row.method << row.tail;
  }
  // Of another mini-program of the same people.
  auto other = world.reader.cases["wx1"];
  other.id = "wx2";
  world.reader.cases["wx2"] = other;
  EXPECT_EQ(world.get("/v1/apps/wx2/uploads/" + id, "developer").status, 404);
}

TEST(Upload, ends_when_its_time_is_over) {
  World world;
  const auto id = begun(world, R"({"bytes":10})");
  EXPECT_EQ(piece(world, id, "0", "hello").status, 200);
  world.clock.advance(std::chrono::hours(24) - Duration(1));
  EXPECT_EQ(world.get(kUploads + "/" + id, "developer").status, 200);
  world.clock.advance(Duration(1));
  EXPECT_EQ(world.get(kUploads + "/" + id, "developer").status, 404);
  EXPECT_EQ(piece(world, id, "5", "world").status, 404);
  EXPECT_EQ(member(world.get(kUploads, "developer"), "items"), "[]");
  sweep_uploads(world.services);
  EXPECT_FALSE(std::filesystem::exists(testing::TempDir() + "/" + id + ".part"));
  EXPECT_FALSE(world.uploads.find("wx1", id));
}

TEST(Upload, is_given_up_and_listed) {
  World world;
  const auto id = begun(world, R"({"bytes":10,"label":"1"})");
  EXPECT_EQ(piece(world, id, "0", "hello").status, 200);
  const auto list = object_of(world.get(kUploads, "developer"));
  ASSERT_EQ(list.at("items").as_array().size(), 1U);
  EXPECT_EQ(list.at("items").at(0).at("offset").to_number<int>(), 5);
  EXPECT_EQ(world.send("DELETE", kUploads + "/" + id, "developer").status, 204);
  EXPECT_EQ(world.get(kUploads + "/" + id, "developer").status, 404);
  EXPECT_FALSE(std::filesystem::exists(testing::TempDir() + "/" + id + ".part"));
}

TEST(Upload, has_limits) {
  World world;
  EXPECT_EQ(world.post(kUploads, "developer", R"({"bytes":0})").status, 400);
  EXPECT_EQ(world.post(kUploads, "developer", R"({"bytes":41943041})").status, 413);
  EXPECT_EQ(world.post(kUploads, "developer", R"({"bytes":-1})").status, 400);
  EXPECT_EQ(world.post(kUploads, "developer", R"({"bytes":5,"content":"xyz"})").status, 400);
  EXPECT_EQ(world.post(kUploads, "developer", R"({"bytes":5,"odd":1})").status, 400);
  EXPECT_EQ(world.post(kUploads, "developer", R"({"bytes":5,"label":"a\nb"})").status, 400);
  const auto id = begun(world, R"({"bytes":41943040})");
  EXPECT_EQ(piece(world, id, "x", "hello").status, 400);
  EXPECT_EQ(world.send("PATCH", kUploads + "/" + id, "developer", "hello").status, 400);
  EXPECT_EQ(piece(world, id, "0", "").status, 400);
  world.services.settings.piece_bytes_max = 4;
  EXPECT_EQ(piece(world, id, "0", "hello").status, 413);
  for (std::size_t i = 1; i < engine::kUploadsOfAppMax; ++i) begun(world, R"({"bytes":5})");
  const auto many = world.post(kUploads, "developer", R"({"bytes":5})");
  EXPECT_EQ(many.status, 409);
  EXPECT_EQ(code(many), "too_many_uploads");
}

// What this process holds in memory.
std::size_t resident_bytes() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// The size of the only file in the folder, when it has got there; what it is where it never does.
std::uintmax_t grown_to(const std::filesystem::path& folder, std::uintmax_t bytes) {
  std::uintmax_t size = 0;
  for (int i = 0; i < 60'000 && size < bytes; ++i) {
    size = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) size += file.file_size();
    if (size < bytes) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return size;
}

TEST(Upload, of_39_MB_lies_on_the_disk_while_it_arrives_and_not_in_memory) {
  constexpr std::size_t kPiece = 1'000'000;
  constexpr std::size_t kPieces = 39;
  constexpr std::size_t kMost = kPieces - 1;
  World world;
  std::uintmax_t taken = 0;
  world.services.intake = [&](const std::string& path) -> Result<PackageFacts> {
    taken = std::filesystem::file_size(path);
    return PackageFacts{sha256("tree"), 12, 3456};
  };
  const auto folder = std::filesystem::path(testing::TempDir()) / random_id("large");
  std::filesystem::create_directories(folder);
  ServerOptions options;
  options.upload_directory = folder.string();
  ApiApplication application(world.services);
  Server server(options, application);
  ASSERT_TRUE(server.start());

  test::Client client(server.port());
  const std::string piece(kPiece, 'x');
  ASSERT_TRUE(client.send(
      "POST /v1/apps/wx1/packages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer token-developer\r\n"
      "Content-Length: " +
      std::to_string(kPieces * kPiece) + "\r\n\r\n"));
  ASSERT_TRUE(client.send(piece));
  ASSERT_EQ(grown_to(folder, kPiece), kPiece);
  const auto before = resident_bytes();
  for (std::size_t i = 1; i < kMost; ++i) ASSERT_TRUE(client.send(piece));
  ASSERT_EQ(grown_to(folder, kMost * kPiece), kMost * kPiece);
  EXPECT_LT(resident_bytes(), before + kMost * kPiece / 2);
  ASSERT_TRUE(client.send(piece));
  const auto answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201) << answer->body;
  EXPECT_EQ(taken, kPieces * kPiece);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  server.stop();
  std::filesystem::remove_all(folder);
}

TEST(Upload, takes_one_piece_at_a_time) {
  PartialFiles files(testing::TempDir());
  auto hold = files.hold("up_x");
  ASSERT_TRUE(hold);
  EXPECT_EQ(files.hold("up_x").error().kind, ErrorKind::kConflict);
  EXPECT_TRUE(files.hold("up_y"));
  { const auto moved = std::move(*hold); }
  EXPECT_TRUE(files.hold("up_x"));
}

TEST(Upload, is_left_alone_while_a_piece_of_it_arrives) {
  World world;
  const auto id = begun(world, R"({"bytes":5})");
  {
    const auto held = world.partials.hold(id);
    ASSERT_TRUE(held);
    EXPECT_EQ(piece(world, id, "0", "hello").status, 409);
    EXPECT_EQ(world.post(kUploads + "/" + id + "/complete", "developer").status, 409);
    const auto answer = world.send("DELETE", kUploads + "/" + id, "developer");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(code(answer), "conflict");
  }
  EXPECT_EQ(piece(world, id, "0", "hello").status, 200);
  EXPECT_EQ(world.send("DELETE", kUploads + "/" + id, "developer").status, 204);
}

TEST(Upload, takes_back_what_could_not_be_added_whole) {
  PartialFiles files(testing::TempDir());
  auto hold = files.hold("up_z").value();
  hold.remove();
  EXPECT_EQ(hold.size().value(), 0U);
  EXPECT_FALSE(hold.append(testing::TempDir() + "/no such piece"));
  EXPECT_EQ(hold.size().value(), 0U);
}

}  // namespace
}  // namespace baobei::http
