#include "server/seed_stage.h"

#include <fcntl.h>

#include <algorithm>
#include <future>
#include <thread>

#include "lifecycle/codec.h"
#include "package/package.h"
#include "server/embedded.h"

namespace baobei::server {
namespace {

namespace fs = std::filesystem;

constexpr auto kLookPause = std::chrono::milliseconds(1);
constexpr int kLooksMax = 60'000;

Status write_file(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  TRY_ASSIGN(const Fd file, open_file(path.string(), O_WRONLY | O_CREAT | O_TRUNC));
  return write_all(file.get(), bytes);
}

}  // namespace

Status SeedStage::play(Instant now) {
  std::ranges::stable_sort(steps_, {}, &Planned::when);
  for (const auto& [when, step] : steps_) {
    if (when > this->now()) {
      TRY(node_.move_clock(when));
    }
    TRY(step());
  }
  steps_.clear();
  return node_.move_clock(std::max(now, this->now()));
}

Status SeedStage::put_name(const lifecycle::AppId& app, const std::string& name) {
  auto promise = std::make_shared<std::promise<Status>>();
  auto done = promise->get_future();
  const bool taken = node_.engine().run_on_writer([promise, app, name](engine::Store& store) {
    promise->set_value(store.put_app_name({app, name}));
  });
  if (!taken) return fail(ErrorKind::kUnavailable, "too many writes wait");
  return done.get();
}

std::string SeedStage::script_of(const std::string& sample) {
  for (const auto& file : embedded_files()) {
    const fs::path name(file.name);
    if (name.begin()->string() == sample && name.filename() == "app.js") {
      return std::string(file.text);
    }
  }
  return {};
}

Result<std::string> SeedStage::unpacked(const std::string& sample) {
  const auto folder = scratch_ / sample;
  std::error_code error;
  if (!fs::exists(folder, error)) {
    for (const auto& file : embedded_files()) {
      const fs::path name(file.name);
      if (name.begin()->string() != sample) continue;
      TRY(write_file(scratch_ / name, file.text));
    }
  }
  return package::app_folder(folder.string());
}

Result<Digest> SeedStage::upload(const lifecycle::AppId& app, const std::string& sample,
                                 const std::string& label) {
  TRY_ASSIGN(const auto folder, unpacked(sample));
  const auto first_line = "// " + app + " " + label + "\n";  // so that digests differ
  TRY(write_file(fs::path(folder) / "app.js", first_line + script_of(sample)));
  TRY_ASSIGN(auto draft, node_.blobs().create());
  TRY_ASSIGN(const auto tree, package::pack_folder(folder, draft.fd()));
  TRY(node_.blobs().commit(std::move(draft), tree.digest));
  const engine::PackageRow row{app,
                               tree.digest,
                               label,
                               tree.bytes,
                               static_cast<std::uint32_t>(tree.files.size()),
                               "person-developer",
                               now()};
  auto promise = std::make_shared<std::promise<Status>>();
  auto done = promise->get_future();
  const bool taken = node_.engine().run_on_writer(
      [promise, row](engine::Store& store) { promise->set_value(store.put_package(row)); });
  if (!taken) return fail(ErrorKind::kUnavailable, "too many writes wait");
  TRY(done.get());
  return tree.digest;
}

Status SeedStage::send(const lifecycle::AppId& app, const lifecycle::Actor& actor,
                       lifecycle::CommandData data, std::vector<engine::TextRow> texts) {
  engine::Request request;
  const std::string what = lifecycle::command_name(data);
  request.command = {app, actor, std::move(data)};
  request.texts = std::move(texts);
  auto promise = std::make_shared<std::promise<engine::Answer>>();
  auto done = promise->get_future();
  node_.engine().submit(
      node_.engine().stamp(), std::move(request),
      [promise](engine::Answer answer) { promise->set_value(std::move(answer)); });
  const auto answer = done.get();
  if (answer.kind == engine::AnswerKind::kAccepted) return {};
  const std::string why = answer.refusal ? std::string(lifecycle::refusal_name(*answer.refusal))
                                         : "not taken: " + answer.detail;
  return fail(ErrorKind::kConflict, what + " was not accepted: " + why, app);
}

Result<lifecycle::App> SeedStage::case_file(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto stored, node_.reader().app_for_delivery(app));
  return lifecycle::decode_app(stored.state);
}

Result<lifecycle::Submission> SeedStage::checked(const lifecycle::AppId& app) {
  for (int look = 0; look < kLooksMax; ++look) {
    TRY_ASSIGN(const auto file, case_file(app));
    CHECK(!file.submissions.empty(), app);
    const auto& newest = file.submissions.back();
    if (newest.state != lifecycle::SubmissionState::kChecking) return newest;
    std::this_thread::sleep_for(kLookPause);
  }
  return fail(ErrorKind::kUnavailable, "the automatic check does not end", app);
}

}  // namespace baobei::server
