#include "check_worker/check_worker.h"

#include <sys/resource.h>
#include <unistd.h>

#include <new>
#include <optional>

#include "base/file.h"
#include "check/check.h"
#include "check/outline.h"
#include "check_worker/picture_job.h"
#include "check_worker/sandbox.h"
#include "infer/builtin.h"
#include "package/pack.h"

namespace baobei::check_worker {
namespace {

namespace wire = check::wire;

std::string read_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const auto got = ::read(wire::kChannelFd, bytes.data() + have, count - have);
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

// People's commands come first. Not SCHED_IDLE: beside a busy neighbour a child would get next to
// no time and run into its wall clock, which makes *could not check* of a sound package.
void yield_to_the_server() {
  constexpr int kNice = 10;  // about a tenth of what an equal would get
  (void)::setpriority(PRIO_PROCESS, 0, kNice);
}

std::string unpack() {
  const auto tree = package::pack_archive(wire::kInputFd, wire::kOutputFd);
  wire::UnpackMessage message;
  if (tree) {
    message.digest = tree->digest;
  } else if (const auto fault = package::fault_of(tree.error())) {
    message.refused = wire::Refused{std::string(fault->id), tree.error().context};
  } else {
    message.failed = to_string(tree.error());
  }
  return wire::to_text(message);
}

// What the job says, and the knowledge it brings along.
struct Task {
  check::Options options;
  std::optional<knowledge::Knowledge> knowledge;
};

Result<void> take_knowledge(Task& task) {
  TRY_ASSIGN(const auto blob, read_file(wire::kKnowledgeFd, knowledge::kBlobBytesMax));
  TRY_ASSIGN(task.knowledge, knowledge::from_blob(blob));
  task.options.knowledge = &*task.knowledge;
  return {};
}

std::string check_input(const check::Options& options) {
  const auto pack = package::Pack::open(wire::kInputFd);
  if (!pack) {
    return check::serialise(check::could_not_check(
        {}, check::versions(options),
        {"damaged_package", {"存储的包已损坏，无法检查", pack.error().message}}));
  }
  return check::serialise(check::check_pack(*pack, options));
}

// Empty, which is no outline, where the pack cannot be read.
std::string outline_input() {
  const auto pack = package::Pack::open(wire::kInputFd);
  return pack ? check::serialise(check::outline_of(*pack)) : std::string();
}

}  // namespace

Result<wire::JobMessage> read_job() {
  const auto header = read_bytes(wire::kHeaderBytes);
  if (header.size() != wire::kHeaderBytes) return fail(ErrorKind::kInvalid, "there is no job");
  const auto length = wire::payload_length(header);
  if (!length || *length > wire::kJobBytesMax || header.back() != char(wire::FrameKind::kJob)) {
    return fail(ErrorKind::kInvalid, "this is no job");
  }
  return wire::job_from(read_bytes(*length));
}

void send(wire::FrameKind kind, std::string_view payload) {
  // The parent may be gone; then nobody waits for the answer.
  (void)write_all(wire::kChannelFd, wire::encode(kind, payload));
}

std::string do_job(const wire::JobMessage& job, const Words& words) {
  if (job.kind == wire::JobKind::kUnpack) return unpack();
  if (job.kind == wire::JobKind::kOutline) return outline_input();
  if (job.kind == wire::JobKind::kPictures) return pictures_of_input(words);
  Task task{{job.catalogue_version, job.declared, job.subject}, std::nullopt};
  if (job.completed) task.options.completed = *job.completed;
  // Without the knowledge that it should use it says nothing, which the parent takes for garbage.
  if (job.other_knowledge && !take_knowledge(task)) return {};
  return check_input(task.options);
}

int run_check_worker() {
  std::set_new_handler([] { ::_exit(wire::kExitOutOfMemory); });
  const auto job = read_job();
  if (!job) ::_exit(1);
  if (job->sandbox == wire::Sandbox::kRequired) yield_to_the_server();
  package::prepare();
  (void)infer::builtin();
  const auto words = job->kind == wire::JobKind::kPictures ? load_words() : no_words();
  const wire::SandboxMessage sandbox{enter_sandbox()};
  send(wire::FrameKind::kSandbox, wire::to_text(sandbox));
  if (job->sandbox == wire::Sandbox::kRequired && !wire::missing_layers(sandbox.layers).empty()) {
    ::_exit(0);
  }
  send(wire::FrameKind::kResult, do_job(*job, words));
  ::_exit(0);
}

}  // namespace baobei::check_worker
