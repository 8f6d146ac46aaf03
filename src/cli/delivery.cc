// download, darkness, host …: who serves what is released, and how fast it goes dark.

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct DeliveryOptions {
  std::string app;
  std::string digest;
  std::string device = "baobei-cli";
  std::string out;
  std::string host;
  std::vector<std::string> serves;
};

int run_host_add(Session& session, const DeliveryOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto added = (*api)->command("/v1/hosts", json::object{{"name", options.host}});
  if (!added) return session.failed(added.error());
  if (session.options().json) return session.print_json(added->body);
  session.err().line(Word::kHostAdded, {added->view()["host"].text()}, Tone::kGood);
  session.out().line(added->view()["token"].text());
  return kExitOk;
}

int run_host_list(Session& session) {
  return run_table(session, answer_table("listHosts"), "/v1/hosts");
}

int run_host_revoke(Session& session, const DeliveryOptions& options) {
  if (const auto held = session.held_back(Word::kAskRevokeHost, {options.host})) return *held;
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  if (session.options().dry_run) return kExitOk;
  const auto revoked = (*api)->command("/v1/hosts/" + encoded(options.host), nullptr, {}, "DELETE");
  if (!revoked) return session.failed(revoked.error());
  if (!session.options().json) session.out().line(Word::kHostRevoked, {options.host}, Tone::kGood);
  return kExitOk;
}

int run_host_ack(Session& session, const DeliveryOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::array serves;
  for (const auto& digest : options.serves) serves.push_back(json::value(digest));
  const auto kept = (*api)->command("/d/" + encoded(options.app) + "/ack",
                                    json::object{{"serves", std::move(serves)}});
  if (!kept) return session.failed(kept.error());
  if (session.options().json) return session.print_json(kept->body);
  std::string orders;
  for (const auto& order : kept->view()["dark"].texts()) {
    orders += (orders.empty() ? "" : ", ") + order;
  }
  session.out().line(Word::kAcknowledged, {session.out().when(kept->view()["recorded_at"].text()),
                                           orders.empty() ? "–" : orders});
  return kExitOk;
}

// "09:00:01 (1 s)" of an instant and the time since the order.
std::string since_order(const Terminal& out, const View& times, const std::string& which) {
  const auto at = times[which + "_at"];
  if (!at.is_there()) return "";
  return out.when(at.text()) + "  (" + out.span(Duration(times[which + "_us"].number())) + ")";
}

// Without a host there is none to go dark, whatever instant is counted for all of them.
std::string all_dark(const Terminal& out, const View& times) {
  const auto hosts = times["hosts"];
  if (hosts.is_there() && hosts.items().empty()) return out.say(Word::kNoHostThen);
  return since_order(out, times, "all_hosts_dark");
}

int run_darkness(Session& session, const DeliveryOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto found = (*api)->get(app_path(options.app, "darkness"));
  if (!found) return session.failed(found.error());
  if (session.options().json) return session.print_json(found->body);
  auto& out = session.out();
  const auto items = found->view()["items"].items();
  if (items.empty()) out.line(Word::kNothing, {}, Tone::kQuiet);
  for (const auto& times : items) {
    out.line(Word::kDarkOrder, {times["order"].text(), out.name("scope", times["scope"].text())},
             Tone::kStrong);
    out.facts({{out.say(Word::kFieldOrdered), {out.when(times["ordered_at"].text())}},
               {out.say(Word::kFieldDownBy), {out.when(times["down_by"].text())}},
               {out.say(Word::kFieldEndpointDark), {since_order(out, times, "endpoint_dark")}},
               {out.say(Word::kFieldAllDark), {all_dark(out, times)}}});
    for (const auto& host : times["hosts"].items()) {
      const bool dark = host["dark_at"].is_there();
      out.line("    " + host["host"].text() + "  " +
                   (dark ? out.when(host["dark_at"].text()) : out.say(Word::kHostNotDark)),
               dark ? Tone::kPlain : Tone::kWarn);
    }
  }
  return kExitOk;
}

Answer<std::string> wanted_digest(Client& api, const DeliveryOptions& options) {
  if (!options.digest.empty()) return options.digest;
  TRY_ASSIGN(const auto manifest, api.get("/d/" + encoded(options.app) + "/manifest" +
                                          query({{"device", options.device}})));
  return manifest.view()["digest"].text();
}

// The finished file has the name asked for; what is on its way another.
int keep_download(Session& session, const std::string& part, const std::string& digest,
                  const std::string& out) {
  const auto file = open_file(part, O_RDONLY);
  if (!file) return session.failed(file.error());
  const auto arrived = sha256_of_file(file->get());
  if (!arrived) return session.failed(arrived.error());
  if (to_hex(*arrived) != digest) {
    ::unlink(part.c_str());
    session.err().line(Word::kDownloadDiffers, {}, Tone::kBad);
    return kExitRefused;
  }
  if (std::rename(part.c_str(), out.c_str()) != 0) {
    return session.failed(system_error("cannot keep the download", errno, out));
  }
  if (session.options().json) return session.print_json(json::object{{"digest", digest}});
  session.out().line(Word::kDownloaded, {out}, Tone::kGood);
  return kExitOk;
}

int run_download(Session& session, const DeliveryOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto digest = wanted_digest(**api, options);
  if (!digest) return session.failed(digest.error());
  const auto out = options.out.empty() ? *digest + ".pack" : options.out;
  const auto part = out + "." + short_digest(*digest) + ".part";
  const auto got = (*api)->download("/d/" + encoded(options.app) + "/packages/" + encoded(*digest),
                                    part, "\"" + *digest + "\"");
  if (!got) return session.failed(got.error());
  return keep_download(session, part, *digest, out);
}

void bind_hosts(Binder& binder) {
  auto options = std::make_shared<DeliveryOptions>();
  auto host = binder.group("host", Word::kHelpHostGroup);
  host.command("add", Word::kHelpHostAdd)
      .takes("NAME", options->host, Word::kHelpHostName)
      .runs([options](Session& session) { return run_host_add(session, *options); });
  host.command("list", Word::kHelpHostList).runs(run_host_list);
  host.command("revoke", Word::kHelpHostRevoke)
      .takes("HOST", options->host, Word::kHelpHostId)
      .runs([options](Session& session) { return run_host_revoke(session, *options); });
  host.command("ack", Word::kHelpHostAck)
      .takes("APP", options->app, Word::kHelpApp)
      .list("--serves", options->serves, Word::kHelpServes)
      .runs([options](Session& session) { return run_host_ack(session, *options); });
}

}  // namespace

void bind_delivery(Binder& binder) {
  auto options = std::make_shared<DeliveryOptions>();
  binder.command("darkness", Word::kHelpDarkness)
      .takes("APP", options->app, Word::kHelpApp)
      .runs([options](Session& session) { return run_darkness(session, *options); });
  binder.command("download", Word::kHelpDownload)
      .takes("APP", options->app, Word::kHelpApp)
      .may_take("DIGEST", options->digest, Word::kHelpDownloadDigest)
      .option("--device", options->device, Word::kHelpDevice)
      .option("--out", options->out, Word::kHelpOut)
      .runs([options](Session& session) { return run_download(session, *options); });
  bind_hosts(binder);
}

}  // namespace baobei::cli
