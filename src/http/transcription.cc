#include "http/transcription.h"

#include <algorithm>

#include "engine/scan_ports.h"
#include "http/case_json.h"
#include "lifecycle/codec.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {
namespace {

Result<lifecycle::App> case_of(Services& services, const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto stored, services.reader.app_for_delivery(app));
  return lifecycle::decode_app(stored.state);
}

// kNotFound where the viewer does not see it, as where there is none.
Result<lifecycle::App> case_seen(Services& services, const engine::Viewer& viewer,
                                 const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto stored, services.reader.app(viewer, app));
  return lifecycle::decode_app(stored.state);
}

bool is_transcribed(lifecycle::Role role, const lifecycle::Entry* entry) {
  return role == lifecycle::Role::kOperator && entry != nullptr &&
         entry->channel == lifecycle::Channel::kTranscribed;
}

Status check_scan_of(Services& services, const lifecycle::AppId& app, lifecycle::EntryNo entry,
                     const std::optional<std::string>& scan) {
  if (!scan) return fail(ErrorKind::kInvalid, "a scan of the paper is needed", "/scan");
  if (services.scans == nullptr)
    return fail(ErrorKind::kInvalid, "no scans are kept here", "/scan");
  const auto found = services.scans->find(app, entry, *scan);
  if (found) return {};
  if (found.error().kind != ErrorKind::kNotFound) return std::unexpected(found.error());
  return fail(ErrorKind::kInvalid, "not a scan of this entry", "/scan");
}

Result<engine::ScanRow> check_kept(Services& services, const lifecycle::AppId& app,
                                   lifecycle::EntryNo entry, const std::string& id,
                                   const std::string& pointer) {
  if (services.scans == nullptr) {
    return fail(ErrorKind::kInvalid, "no scans are kept here", pointer);
  }
  auto found = services.scans->find(app, entry, id);
  if (!found && found.error().kind != ErrorKind::kNotFound) return std::unexpected(found.error());
  if (!found || found->erased_at) {
    return fail(ErrorKind::kInvalid, "not a kept scan of this entry", pointer);
  }
  return found;
}

// Points as they were typed: codes, categories, words.
std::vector<std::string> typed(const std::optional<std::vector<PointBody>>& points) {
  std::vector<std::string> lines;
  for (const auto& point : points.value_or(std::vector<PointBody>{})) {
    lines.push_back(point.code.value_or(kUnspecifiedCode) + "\n" + point.category.value_or("") +
                    "\n" + point.text.value_or(""));
  }
  return lines;
}

std::vector<std::string> proposed(const std::vector<lifecycle::Point>& points,
                                  const TextOf& words) {
  std::vector<std::string> lines;
  for (const auto& point : points) {
    const auto text = point.text.is_zero() ? std::optional<std::string>("") : words(point.text);
    lines.push_back(point.code + "\n" + point.category.value_or("") + "\n" + text.value_or(""));
  }
  return lines;
}

std::string down_by_of(const std::optional<std::string>& text) {
  const auto instant = text ? parse_rfc3339(*text) : Result<Instant>(Instant());
  return text && instant ? format_rfc3339(*instant) : std::string();
}

// Where the two differ; nullptr: nowhere.
const char* difference(const AnswerBody& again, const lifecycle::Answer& first,
                       const Digest& digest, const TextOf& words) {
  auto points = typed(again.points);
  const bool none = points.empty() && again.verdict == lifecycle::Verdict::kFail;
  if (none) points.push_back(std::string(kUnspecifiedCode) + "\n\n");  // R13a
  const auto first_down_by = first.down_by ? format_rfc3339(*first.down_by) : std::string();
  if (again.verdict != first.verdict) return "/again/verdict";
  if (again.digest != digest) return "/again/digest";
  if (points != proposed(first.points, words)) return "/again/points";
  if (again.hits.value_or(std::vector<lifecycle::EntryNo>{}) != first.hits) return "/again/hits";
  if (again.voids.value_or(std::vector<std::string>{}) != first.voids) return "/again/voids";
  if (again.scope.value_or(lifecycle::OrderScope::kService) != first.scope) return "/again/scope";
  if (down_by_of(again.down_by) != first_down_by) return "/again/down_by";
  if (again.replaces.value_or(0) != first.replaces) return "/again/replaces";
  if (again.reply_number != first.reply_number) return "/again/reply_number";
  return nullptr;
}

}  // namespace

Status check_scan(Services& services, lifecycle::Role role, const lifecycle::AppId& app,
                  lifecycle::EntryNo entry, const std::optional<std::string>& scan) {
  if (role != lifecycle::Role::kOperator) return {};
  const auto file = case_of(services, app);
  if (!file) return {};  // the engine says what is missing
  if (!is_transcribed(role, lifecycle::find_entry(*file, entry))) return {};
  return check_scan_of(services, app, entry, scan);
}

Status check_letter(Services& services, const engine::Viewer& viewer, const lifecycle::AppId& app,
                    lifecycle::EntryNo entry, const std::optional<std::string>& letter) {
  if (!letter || !case_seen(services, viewer, app)) return {};  // the engine says what is missing
  TRY(check_kept(services, app, entry, *letter, "/letter"));
  return {};
}

Status check_documents(Services& services, const engine::Viewer& viewer,
                       const lifecycle::AppId& app, const lifecycle::ReplyToRequest& reply) {
  if (reply.documents.empty()) return {};
  if (reply.documents.size() > lifecycle::kDocumentsOfReplyMax) {
    return fail(ErrorKind::kInvalid, "at most 10 documents are taken", "/documents");
  }
  const auto file = case_seen(services, viewer, app);
  const auto* request = file ? lifecycle::find_request(*file, reply.request) : nullptr;
  if (request == nullptr) return {};  // the engine says what is missing
  for (std::size_t i = 0; i < reply.documents.size(); ++i) {
    const auto& id = reply.documents[i];
    const auto pointer = "/documents/" + std::to_string(i);
    TRY_ASSIGN(const auto row, check_kept(services, app, request->entry, id, pointer));
    const bool again = std::ranges::count(reply.documents, id) > 1;
    if (again) return fail(ErrorKind::kInvalid, "a document is named twice", pointer);
    if (row.uploaded_by != viewer.person) {
      return fail(ErrorKind::kInvalid, "not a document that you uploaded", pointer);
    }
  }
  return {};
}

Status check_second(Services& services, lifecycle::Role role, const lifecycle::AppId& app,
                    lifecycle::AnswerNo answer, const SecondBody& body) {
  if (role != lifecycle::Role::kOperator) return {};
  const auto file = case_of(services, app);
  const auto* first = file ? lifecycle::find_answer(*file, answer) : nullptr;
  const auto* entry = first != nullptr ? lifecycle::find_entry(*file, first->entry) : nullptr;
  const bool waits = first != nullptr && first->state == lifecycle::AnswerState::kProposed;
  if (!waits || !is_transcribed(role, entry)) return {};
  if (!body.again) return check_scan_of(services, app, entry->no, body.scan);
  const auto* submission = lifecycle::find_submission(*file, entry->submission);
  const auto digest = submission != nullptr ? submission->digest : Digest{};
  const char* where = difference(*body.again, *first, digest, words_of(services));
  if (where == nullptr) return {};
  return fail(ErrorKind::kConflict, "not what the first operator transcribed", where);
}

}  // namespace baobei::http
