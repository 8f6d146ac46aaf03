#include "cli/repeating.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "cli/words.h"

namespace baobei::cli {
namespace {

struct Look {
  std::string_view path;     // the request's, or its beginning
  std::string_view command;  // {0}, {1}: the segments of the path that have no name
};

// The first that fits: what is more special stands before what is more general.
constexpr Look kLooks[] = {
    {"/d/{}", "darkness {0}"},
    {"/v1/applications", "categories applications"},
    {"/v1/apps/{}/dismissals", "review dismissals {0}"},
    {"/v1/apps/{}/filings/{}/scans", "filing scan list {0} {1}"},
    {"/v1/apps/{}/form-pictures", "form pictures {0}"},
    {"/v1/apps/{}/packages", "packages {0}"},
    {"/v1/apps/{}/submissions/{}/findings", "review dismissals {0}"},
    {"/v1/apps/{}/uploads", "packages {0}"},
    {"/v1/apps/{}", "events {0}"},
    {"/v1/apps", "apps"},
    {"/v1/calendars", "calendar list"},
    {"/v1/catalogue", "catalogue versions"},
    {"/v1/filings", "filing list --newest"},
    {"/v1/holds", "hold list"},
    {"/v1/hosts", "host list"},
    {"/v1/identities", "identity list"},
    {"/v1/inbox", "inbox --unread"},
    {"/v1/invitations", "login SERVER --person PERSON"},
    {"/v1/jobs", "jobs list"},
    {"/v1/me", "account show"},
    {"/v1/office-keys", "filing key list"},
    {"/v1/orgs/{}/people", "directory people {0}"},
    {"/v1/orgs", "directory orgs"},
    {"/v1/people/{}/identities", "identity of {0}"},
    {"/v1/people/{}/tokens", "directory tokens {0}"},
    {"/v1/people/{}", "directory data {0}"},
    {"/v1/policy", "policy versions"},
    {"/v1/proposals", "directory proposals"},
    {"/v1/retention", "retention show"},
    {"/v1/rules/rehearsals", "rules rehearsals"},
    {"/v1/rules", "rules versions"},
    {"/v1/sandbox", "clock"},
    {"/v1/sign-in", "account show"},
    {"/v1/sign-out", "whoami"},
    {"/v1/subjects/{}/contact", "contact show {0}"},
    {"/v1/subjects/{}/applications", "categories applications"},
    {"/v1/subjects/{}", "categories show {0}"},
    {"/v1/webhooks", "webhook list"},
};

std::string_view without_query(std::string_view target) {
  return target.substr(0, target.find('?'));
}

// Whether `path` has the segments of `pattern`, where one in braces may be any.
bool fits_path(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/');
  const auto there = split(path, '/');
  return std::ranges::equal(wanted, there, [](const std::string& want, const std::string& have) {
    return want.starts_with('{') ? !have.empty() : want == have;
  });
}

// The segments that stand for {} where `path` begins as `pattern` says.
std::optional<std::vector<std::string>> unnamed_segments(std::string_view pattern,
                                                         std::string_view path) {
  const auto wanted = split(pattern, '/');
  const auto there = split(path, '/');
  if (there.size() < wanted.size()) return std::nullopt;
  std::vector<std::string> found;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{}") {
      found.push_back(there[i]);
    } else if (wanted[i] != there[i]) {
      return std::nullopt;
    }
  }
  return found;
}

}  // namespace

bool changes_something(std::string_view method, std::string_view target) {
  if (method == "GET" || method == "HEAD") return false;
  return target.find("dry_run=true") == std::string_view::npos;
}

bool may_be_repeated(std::string_view method, std::string_view target) {
  if (!changes_something(method, target)) return true;
  const auto path = without_query(target);
  const auto operations = write_operations();
  return std::ranges::any_of(operations, [&](const WriteOperation& one) {
    return one.repeatable && one.method == method && fits_path(one.path, path);
  });
}

std::string how_to_look(std::string_view target) {
  for (const auto& look : kLooks) {
    const auto segments = unnamed_segments(look.path, without_query(target));
    if (segments) return "baobei " + filled(look.command, *segments);
  }
  return {};
}

}  // namespace baobei::cli
