#include "check/wire.h"

#include <algorithm>

#include "base/json.h"

namespace baobei::check::wire {
namespace {

constexpr std::size_t kMessageBytesMax = 64 * 1024;

template <typename Message>
Result<Message> message_from(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kMessageBytesMax));
  Message message;
  TRY(from_json(value, message));
  return message;
}

}  // namespace

std::string encode(FrameKind kind, std::string_view payload) {
  CHECK(payload.size() <= UINT32_MAX);
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(payload.size() >> shift & 0xFF);
  }
  bytes += static_cast<char>(kind);
  return bytes += payload;
}

std::optional<std::size_t> payload_length(std::string_view header) {
  CHECK(header.size() == kHeaderBytes);
  const auto kind = FrameKind(header[4]);
  if (kind != FrameKind::kJob && kind != FrameKind::kSandbox && kind != FrameKind::kResult) {
    return std::nullopt;
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<std::uint8_t>(header[i]);
  return length;
}

std::optional<std::vector<Frame>> decode_all(std::string_view bytes) {
  std::vector<Frame> frames;
  while (!bytes.empty()) {
    if (bytes.size() < kHeaderBytes) return std::nullopt;
    const auto length = payload_length(bytes.substr(0, kHeaderBytes));
    if (!length || *length > bytes.size() - kHeaderBytes) return std::nullopt;
    frames.push_back({FrameKind(bytes[4]), std::string(bytes.substr(kHeaderBytes, *length))});
    bytes.remove_prefix(kHeaderBytes + *length);
  }
  return frames;
}

std::vector<std::string> missing_layers(const std::vector<Layer>& layers) {
  std::vector<std::string> missing;
  for (const auto name : kRequiredLayers) {
    const auto layer = std::ranges::find(layers, name, &Layer::name);
    if (layer == layers.end() || layer->state != LayerState::kOn) missing.emplace_back(name);
  }
  for (const auto& layer : layers) {
    const bool known = std::ranges::find(missing, layer.name) != missing.end();
    if (layer.state == LayerState::kFailed && !known) missing.push_back(layer.name);
  }
  return missing;
}

std::string to_text(const JobMessage& message) {
  return json::serialize(to_json(message));
}
std::string to_text(const SandboxMessage& message) {
  return json::serialize(to_json(message));
}
std::string to_text(const UnpackMessage& message) {
  return json::serialize(to_json(message));
}
Result<JobMessage> job_from(std::string_view text) {
  return message_from<JobMessage>(text);
}
Result<SandboxMessage> sandbox_from(std::string_view text) {
  return message_from<SandboxMessage>(text);
}
Result<UnpackMessage> unpacked_from(std::string_view text) {
  return message_from<UnpackMessage>(text);
}

}  // namespace baobei::check::wire
