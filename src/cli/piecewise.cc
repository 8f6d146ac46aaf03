#include "cli/piecewise.h"

#include <fcntl.h>

#include <algorithm>

#include "base/file.h"
#include "base/json.h"
#include "cli/fields.h"

namespace baobei::cli {
namespace {

// How often the server may say that it has other bytes than we think before we believe neither.
constexpr int kCorrectionsMax = 16;

struct Archive {
  std::uint64_t bytes = 0;
  Digest content;
};

Result<Archive> measured(const LocalPackage& package) {
  TRY_ASSIGN(const Fd file, open_file(package.path(), O_RDONLY));
  Archive archive;
  TRY_ASSIGN(archive.bytes, size_of(file.get()));
  TRY_ASSIGN(archive.content, sha256_of_file(file.get()));
  return archive;
}

std::uint64_t unsigned_of(const View& view) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, view.number()));
}

// An unfinished upload of the same archive, else a new one.
Answer<Reply> found_or_begun(Session& session, Client& api, const std::string& app,
                             const std::string& label, const Archive& archive,
                             const LocalPackage& package) {
  const auto path = app_path(app, "uploads");
  TRY_ASSIGN(auto open, api.get(path));
  for (const auto& item : open.view()["items"].items()) {
    if (item["content"].text() != to_hex(archive.content) ||
        unsigned_of(item["bytes"]) != archive.bytes || item["label"].text() != label) {
      continue;
    }
    const auto percent = unsigned_of(item["offset"]) * 100 / archive.bytes;
    if (!session.options().json) {
      session.err().line(Word::kUploadGoesOn, {std::to_string(percent)}, Tone::kQuiet);
    }
    return api.get(path + "/" + encoded(item["upload"].text()));
  }
  json::object body{{"bytes", archive.bytes},
                    {"content", to_hex(archive.content)},
                    {"digest", to_hex(package.digest())}};
  if (!label.empty()) body["label"] = label;
  return api.command(path, std::move(body));
}

// The offset that the server names in its refusal; nothing for other refusals.
std::optional<std::uint64_t> corrected_offset(const ApiError& error) {
  if (error.code != "wrong_offset") return std::nullopt;
  const auto problem = parse_json(error.body, kAnswerBytesMax);
  if (!problem) return std::nullopt;
  const auto text = View(*problem)["offset"].text();
  if (text == "0") return 0;
  const auto offset = number_of(text);
  if (!offset) return std::nullopt;
  return *offset;
}

Answer<std::uint64_t> send_all(Client& api, const std::string& target, const std::string& path,
                               const Archive& archive, std::uint64_t offset, std::uint64_t most,
                               const Progress& progress) {
  int corrections = 0;
  while (offset < archive.bytes) {
    const auto bytes = std::min({archive.bytes - offset, kPieceBytes, most});
    const Progress of_piece = [&progress, offset, all = archive.bytes](std::uint64_t sent,
                                                                       std::uint64_t) {
      if (progress) progress(offset + sent, all);
    };
    const auto reply = api.send_piece(target, path, offset, bytes, of_piece);
    if (reply) {
      offset = unsigned_of(reply->view()["offset"]);
      continue;
    }
    // It arrived and the answer was lost; or it was lost although the answer arrived.
    const auto right = corrected_offset(reply.error());
    if (!right || *right > archive.bytes || ++corrections > kCorrectionsMax) {
      return std::unexpected(reply.error());
    }
    offset = *right;
  }
  return offset;
}

}  // namespace

Answer<Reply> upload_in_pieces(Session& session, Client& api, const std::string& app,
                               const std::string& label, const LocalPackage& package,
                               const Progress& progress) {
  const auto archive = measured(package);
  if (!archive) return std::unexpected(api_error(archive.error()));
  TRY_ASSIGN(const auto upload, found_or_begun(session, api, app, label, *archive, package));
  const auto view = upload.view();
  const auto target = app_path(app, "uploads/" + encoded(view["upload"].text()));
  const auto most = std::max<std::uint64_t>(1, unsigned_of(view["piece_bytes_max"]));
  const auto sent =
      send_all(api, target, package.path(), *archive, unsigned_of(view["offset"]), most, progress);
  if (!sent) {
    if (!session.options().json && sent.error().kind == ErrorKind::kUnavailable) {
      session.err().line(Word::kUploadKept, {session.err().when(view["expires_at"].text())},
                         Tone::kWarn);
    }
    return std::unexpected(sent.error());
  }
  return api.command(target + "/complete", nullptr);
}

}  // namespace baobei::cli
