#include "backup/manifest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"

namespace baobei::backup {
namespace {

std::unexpected<Error> torn() {
  return fail(ErrorKind::kCorrupt, "the manifest is torn or was changed", kManifestName);
}

std::string seal_of(const json::value& manifest) {
  return to_hex(sha256(fmt::format("{}\n{}", kFormat, canonical_json(manifest))));
}

}  // namespace

std::string encode(const Manifest& manifest) {
  json::object object;
  const auto value = to_json(manifest);
  object.emplace("seal", seal_of(value));
  object.emplace("manifest", value);
  return canonical_json(object) + "\n";
}

Result<Manifest> decode(std::string_view text) {
  const auto value = parse_json(text, kManifestBytesMax);
  if (!value || !value->is_object()) return torn();
  const auto& object = value->get_object();
  const auto* inner = object.if_contains("manifest");
  const auto* seal = object.if_contains("seal");
  if (inner == nullptr || !inner->is_object() || seal == nullptr || !seal->is_string()) {
    return torn();
  }
  const auto* format = inner->get_object().if_contains("format");
  if (format != nullptr && format->is_string() && format->get_string() != kFormat) {
    return fail(ErrorKind::kInvalid, "a back-up of a format that this program does not know",
                std::string(format->get_string()));
  }
  if (seal->get_string() != seal_of(*inner)) return torn();
  Manifest manifest;
  if (!from_json(*inner, manifest)) return torn();
  const auto ascending = [](const Item& a, const Item& b) { return a.digest < b.digest; };
  if (!std::ranges::is_sorted(manifest.blobs, ascending)) return torn();
  return manifest;
}

Result<Summary> summary_of(const Manifest& manifest) {
  Summary summary;
  TRY_ASSIGN(summary.made_at, parse_rfc3339(manifest.made_at));
  if (manifest.mode != "production" && manifest.mode != "sandbox") return torn();
  summary.mode =
      manifest.mode == "sandbox" ? store::OpenMode::kSandbox : store::OpenMode::kProduction;
  summary.schema = manifest.schema;
  summary.events = manifest.events;
  summary.apps = manifest.apps;
  summary.texts = manifest.texts;
  summary.database_bytes = manifest.database.bytes;
  summary.blobs = manifest.blobs.size();
  for (const auto& blob : manifest.blobs) summary.blob_bytes += blob.bytes;
  return summary;
}

}  // namespace baobei::backup
