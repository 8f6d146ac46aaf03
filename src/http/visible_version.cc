#include "http/visible_version.h"

#include <algorithm>

#include "base/json.h"
#include "http/case_file.h"

namespace baobei::http {
namespace {

bool laid_before(const lifecycle::App& app, const engine::Viewer& viewer, const Digest& digest) {
  if (!viewer.has(lifecycle::Role::kOfficer) || viewer.region.empty()) return false;
  return std::ranges::any_of(app.entries, [&](const lifecycle::Entry& entry) {
    const auto* submission = lifecycle::find_submission(app, entry.submission);
    return entry.region == viewer.region && entry.state != lifecycle::EntryState::kToBeHandedOver &&
           submission != nullptr && submission->digest == digest;
  });
}

}  // namespace

Status check_sees_version(const Call& call, Services& services, const lifecycle::App& app,
                          const Digest& digest) {
  const auto viewer = call.viewer();
  const bool all =
      viewer.sees_everything() || develops(app, call.principal.person, services.clock.now());
  if (!all) {
    if (laid_before(app, viewer, digest)) return {};
    return fail(ErrorKind::kNotFound, "no such version");
  }
  // What was put up stays reachable by its submission, however many versions came after it.
  const bool submitted = std::ranges::any_of(
      app.submissions, [&](const auto& submission) { return submission.digest == digest; });
  if (submitted) return {};
  TRY(services.reader.package(viewer, app.id, digest));
  return {};
}

Result<VisibleVersion> visible_version(const Call& call, Services& services) {
  VisibleVersion version;
  TRY_ASSIGN(version.app, visible_case(call, services));
  const auto digest = digest_from_hex(call.params.at(1));
  if (!digest) return fail(ErrorKind::kNotFound, "no such version");
  version.digest = *digest;
  TRY(check_sees_version(call, services, version.app, version.digest));
  return version;
}

std::vector<engine::TextSpan> secrets_among(const std::vector<engine::ReportFinding>& findings) {
  std::vector<engine::TextSpan> spans;
  for (const auto& finding : findings) {
    if (finding.secret) spans.push_back(finding.at);
  }
  return spans;
}

Result<std::vector<engine::TextSpan>> secrets_of(const lifecycle::App& app, const Digest& digest,
                                                 engine::Contents& contents) {
  std::vector<engine::TextSpan> spans;
  for (const auto& submission : app.submissions) {
    if (submission.digest != digest || submission.report.is_zero()) continue;
    TRY_ASSIGN(const auto findings, contents.findings(submission.report));
    for (auto& span : secrets_among(findings)) spans.push_back(std::move(span));
  }
  return spans;
}

Result<std::string> without_confidential(const std::string& text, std::size_t bytes_max,
                                         const engine::Contents& contents) {
  TRY_ASSIGN(auto report, parse_json(text, bytes_max));
  auto* findings = report.is_object() ? report.get_object().if_contains("findings") : nullptr;
  if (findings == nullptr || !findings->is_array()) return text;
  json::array shown;
  for (const auto& finding : findings->get_array()) {
    const auto* rule = finding.is_object() ? finding.get_object().if_contains("rule") : nullptr;
    const bool known = rule != nullptr && rule->is_string();
    if (known && !contents.is_confidential(rule->get_string())) shown.push_back(finding);
  }
  *findings = std::move(shown);
  return json::serialize(report) + "\n";
}

bool sees_confidential(const engine::Viewer& viewer, const lifecycle::Submission& submission) {
  return sees_people(viewer) || !lifecycle::is_in_review(submission.state);
}

}  // namespace baobei::http
