// filing scan …: scans of paper answers (R10a).

#include <fcntl.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct ScanOptions {
  std::string app;
  std::uint32_t entry = 0;
  std::string file;
  std::string received;
  std::string scan;
  std::string out;
};

std::string scans_path(const ScanOptions& options, const std::string& tail = "") {
  return app_path(options.app, "filings/" + std::to_string(options.entry) + "/scans" + tail);
}

int run_scan_add(Session& session, const ScanOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto kept =
      (*api)->upload(scans_path(options) + query({{"received", options.received}}), options.file);
  if (!kept) return session.failed(kept.error());
  if (session.options().json) return session.print_json(kept->body);
  session.err().line(Word::kScanKept, {}, Tone::kGood);
  session.out().line(kept->view()["scan"].text());
  return kExitOk;
}

int run_scan_list(Session& session, const ScanOptions& options) {
  return run_table(session, answer_table("listScans"), scans_path(options));
}

int run_scan_get(Session& session, const ScanOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto bytes = (*api)->download(scans_path(options, "/" + encoded(options.scan)));
  if (!bytes) return session.failed(bytes.error());
  const auto file = open_file(options.out, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!file) return session.failed(file.error());
  const auto written = write_all(file->get(), *bytes);
  return written ? kExitOk : session.failed(written.error());
}

int run_scan_erase(Session& session, const ScanOptions& options) {
  const auto held = session.held_back(Word::kAskEraseScan, {options.scan});
  if (held) return *held;
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto erased = (*api)->command(scans_path(options, "/" + encoded(options.scan) + "/erase"),
                                      nullptr, command);
  if (!erased) return session.failed(erased.error());
  if (session.options().json) return session.print_json(erased->body);
  if (!command.dry_run) session.err().line(Word::kScanErased, {options.scan}, Tone::kGood);
  return kExitOk;
}

}  // namespace

void bind_scans(Binder& filing) {
  auto options = std::make_shared<ScanOptions>();
  auto scan = filing.group("scan", Word::kHelpScanGroup);
  const auto of_entry = [&](const char* name, Word help) {
    return scan.command(name, help)
        .takes("APP", options->app, Word::kHelpApp)
        .takes("ENTRY", options->entry, Word::kHelpEntryNo);
  };
  of_entry("add", Word::kHelpScanAdd)
      .takes("FILE", options->file, Word::kHelpScanFile)
      .option("--received", options->received, Word::kHelpPaperReceived)
      .runs([options](Session& session) { return run_scan_add(session, *options); });
  of_entry("list", Word::kHelpScanList).runs([options](Session& session) {
    return run_scan_list(session, *options);
  });
  of_entry("get", Word::kHelpScanGet)
      .takes("SCAN", options->scan, Word::kHelpScan)
      .required("--out", options->out, Word::kHelpBundleOut)
      .runs([options](Session& session) { return run_scan_get(session, *options); });
  of_entry("erase", Word::kHelpScanErase)
      .takes("SCAN", options->scan, Word::kHelpScan)
      .runs([options](Session& session) { return run_scan_erase(session, *options); });
}

}  // namespace baobei::cli
