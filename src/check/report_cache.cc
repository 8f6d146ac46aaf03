#include "check/report_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "base/file.h"

namespace baobei::check {
namespace {

namespace fs = std::filesystem;

void put(Sha256& hash, std::string_view text) {
  hash.update(std::to_string(text.size()) + ":");
  hash.update(text);
}

// The stated versions say nothing of how a rule looks at a file: another build of this program may
// find something else under the same ones.
std::string this_program() {
  struct stat info = {};
  if (::stat("/proc/self/exe", &info) != 0) return {};
  return std::to_string(info.st_size) + " " + std::to_string(info.st_ino) + " " +
         std::to_string(info.st_mtim.tv_sec) + " " + std::to_string(info.st_mtim.tv_nsec);
}

Digest key_of(const package::Pack& pack, const Options& options) {
  Sha256 hash;
  const auto of = versions(options);
  const auto program = this_program();
  for (const auto* text :
       {&of.checker, &of.rules, &of.catalogue, &program, &options.subject, &options.today}) {
    put(hash, *text);
  }
  put(hash, options.settings ? "settings" : "");
  if (options.settings) put(hash, *options.settings);
  put(hash, options.declared ? std::to_string(options.declared->size()) : "");
  for (const auto& id : options.declared.value_or(std::vector<std::string>())) put(hash, id);
  put(hash, std::to_string(options.completed.size()));
  for (const auto& id : options.completed) put(hash, id);
  put(hash, std::to_string(options.codes.size()));
  for (const auto& code : options.codes) {
    put(hash, code.file);
    put(hash, code.text + shown_region(code) + (code.says == PictureSays::kCode ? "c" : "w"));
  }
  put(hash, std::to_string(options.not_looked_at.size()));
  for (const auto& skipped : options.not_looked_at) {
    put(hash, skipped.file);
    put(hash, skipped.why);
  }
  for (const auto& file : pack.files()) {
    put(hash, file.path);
    put(hash, to_hex(file.content));
  }
  return hash.finish();
}

}  // namespace

fs::path ReportCache::file_of(const package::Pack& pack, const Options& options) const {
  return folder_ / (to_hex(key_of(pack, options)) + ".json");
}

std::optional<Report> ReportCache::find(const package::Pack& pack, const Options& options) const {
  if (options.knowledge != nullptr) return std::nullopt;
  const auto file = open_file(file_of(pack, options).string(), O_RDONLY);
  if (!file) return std::nullopt;
  const auto text = read_file(file->get(), kReportBytesMax);
  if (!text) return std::nullopt;
  auto report = parse_report(*text);
  if (!report || report->versions != versions(options)) return std::nullopt;
  if (report->package.files != pack.files().size()) return std::nullopt;
  return std::move(*report);
}

void ReportCache::keep(const package::Pack& pack, const Options& options,
                       const Report& report) const {
  if (options.knowledge != nullptr || report.outcome == Outcome::kCouldNotCheck) return;
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  const auto path = file_of(pack, options);
  const auto beside = path.string() + "." + std::to_string(getpid());
  {
    const auto file = open_file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file || !write_all(file->get(), serialise(report))) return;
  }
  fs::rename(beside, path, ignored);
  drop_oldest();
}

void ReportCache::drop_oldest() const {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> kept;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    kept.emplace_back(entry.last_write_time(ignored), entry.path());
  }
  std::ranges::sort(kept);
  for (std::size_t i = 0; i + kReportsKept < kept.size(); ++i) fs::remove(kept[i].second, ignored);
}

}  // namespace baobei::check
