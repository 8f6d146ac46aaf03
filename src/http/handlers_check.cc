// A check without a submission: what the checker would find, before anybody is asked to look (R4).

#include "http/case_file.h"
#include "http/command_reply.h"
#include "http/handlers.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

Result<std::string> report_on(const lifecycle::AppId& app, const Digest& version, bool whole,
                              Services& services) {
  TRY_ASSIGN(auto report, services.check_version(app, version));
  if (whole) return report;
  return without_confidential(report, services.settings.report_bytes_max, *services.contents);
}

}  // namespace

Reply check_version(Call& call, Services& services) {
  const auto body = read_body<Nothing>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto version = visible_version(call, services);
  if (!version) return call.problem(version.error());
  return in_background(call, services,
                       [&services, app = call.params.at(0), digest = version->digest,
                        whole = sees_people(call.viewer()), language = call.language] {
                         auto report = report_on(app, digest, whole, services);
                         if (report) return json_text(200, std::move(*report));
                         services.report(report.error());
                         return problem_response(report.error(), language);
                       });
}

}  // namespace baobei::http
