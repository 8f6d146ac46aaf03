#include "http/package_json.h"

#include "base/json.h"

namespace baobei::http {

std::string package_json(const engine::PackageRow& row) {
  json::object object;
  object.emplace("digest", to_hex(row.digest));
  object.emplace("label", row.label);
  object.emplace("files", row.files);
  object.emplace("bytes", row.bytes);
  object.emplace("uploaded_by", row.uploaded_by);
  object.emplace("uploaded_at", format_rfc3339(row.uploaded_at));
  return json::serialize(object);
}

}  // namespace baobei::http
