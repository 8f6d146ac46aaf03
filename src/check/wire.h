// How the checker's parent and child speak: frames on one socket, descriptors at fixed numbers.
//
// A frame is its payload's length (4 bytes, big-endian), a kind (1 byte) and the payload. The
// parent sends one kJob. The child answers kSandbox (which layers hold) before it touches the
// input, then one kResult, and leaves with 0. Anything else is garbage. Invariants: payloads are
// JSON; a check's result is a report (report.h), an outline's an outline (outline.h). Both sides
// limit what they read. Threads: pure functions.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei::check::wire {

// The child's descriptors; every other one is closed when it starts.
inline constexpr int kChannelFd = 3;
inline constexpr int kInputFd = 4;      // the archive or pack, for reading
inline constexpr int kOutputFd = 5;     // the pack to write, of kUnpack only
inline constexpr int kKnowledgeFd = 5;  // a knowledge blob for reading, of kCheck only

inline constexpr int kExitOutOfMemory = 71;
inline constexpr std::size_t kJobBytesMax = 64 * 1024;
inline constexpr std::size_t kHeaderBytes = 5;

enum class FrameKind : char { kJob = 'J', kSandbox = 'S', kResult = 'R' };

struct Frame {
  FrameKind kind = FrameKind::kJob;
  std::string payload;
};

std::string encode(FrameKind kind, std::string_view payload);
// All frames of a whole conversation; nothing where it is not made of frames to its end.
std::optional<std::vector<Frame>> decode_all(std::string_view bytes);
// The payload's length a header states, nothing where the kind is unknown.
std::optional<std::size_t> payload_length(std::string_view header);

enum class JobKind { kUnpack, kCheck, kOutline, kPictures };
BOOST_DESCRIBE_ENUM(JobKind, kUnpack, kCheck, kOutline, kPictures)

enum class Sandbox {
  kRequired,    // servers: without it nothing is read
  kBestEffort,  // a developer's own machine: what the system has
};
BOOST_DESCRIBE_ENUM(Sandbox, kRequired, kBestEffort)

struct JobMessage {
  JobKind kind = JobKind::kCheck;
  Sandbox sandbox = Sandbox::kRequired;
  std::string catalogue_version;
  std::optional<std::vector<std::string>> declared = {};  // as Options
  std::string subject = {};
  bool other_knowledge = false;  // what kKnowledgeFd holds instead of the built-in one
  std::optional<std::vector<std::string>> completed = {};  // absent: none
};
BOOST_DESCRIBE_STRUCT(JobMessage, (),
                      (kind, sandbox, catalogue_version, declared, subject, other_knowledge,
                       completed))

enum class LayerState {
  kOn,
  kAbsent,  // this system does not offer it, or allow it
  kFailed,
};
BOOST_DESCRIBE_ENUM(LayerState, kOn, kAbsent, kFailed)

struct Layer {
  std::string name;  // "seccomp"
  LayerState state = LayerState::kFailed;

  auto operator<=>(const Layer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Layer, (), (name, state))

struct SandboxMessage {
  std::vector<Layer> layers;
};
BOOST_DESCRIBE_STRUCT(SandboxMessage, (), (layers))

// The layers that must be on; others may be absent, but not fail.
inline constexpr std::string_view kRequiredLayers[] = {"limits", "no_new_privileges", "seccomp"};
// The names of layers that are missing from a required sandbox; empty where it holds.
std::vector<std::string> missing_layers(const std::vector<Layer>& layers);

struct Refused {
  std::string fault;  // package/fault.h's id
  std::string entry;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (fault, entry))

// One of the three.
struct UnpackMessage {
  std::optional<Digest> digest;
  std::optional<Refused> refused;
  std::optional<std::string> failed;  // of the machine
};
BOOST_DESCRIBE_STRUCT(UnpackMessage, (), (digest, refused, failed))

std::string to_text(const JobMessage& message);
std::string to_text(const SandboxMessage& message);
std::string to_text(const UnpackMessage& message);
Result<JobMessage> job_from(std::string_view text);
Result<SandboxMessage> sandbox_from(std::string_view text);
Result<UnpackMessage> unpacked_from(std::string_view text);

}  // namespace baobei::check::wire
